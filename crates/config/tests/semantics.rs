//! What configurations mean, one question each. The answers are real Prosody's, as its source and runs of it say.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::fmt::Write as _;

use config::{Mount, Profile, Table, Value, read_tree};
use expect_test::{Expect, expect};

/// Reads a tree written as one text, its files behind `//- path` headers, and says what it means: an error, the
/// warnings, and every option of every host.
fn meaning(release: &str, env: &[(&str, &str)], text: &str) -> String {
    let directory = std::env::temp_dir().join(format!(
        "prosody-ls-semantics-{}-{:?}",
        std::process::id(),
        std::thread::current().id()
    ));
    let _ = std::fs::remove_dir_all(&directory);
    for part in text.split("//- ").skip(1) {
        let (path, content) = part.split_once('\n').unwrap();
        let path = directory.join(path.trim());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let mut profile = Profile {
        env: env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        mount: Some(Mount { root: directory.clone(), path: "/etc/prosody".to_owned() }),
        ..Profile::default()
    };
    profile.set_release(release).unwrap();
    let tree = read_tree(profile, &directory.join("prosody.cfg.lua"));
    let mut out = String::new();
    if let Some(error) = &tree.settings.error {
        writeln!(out, "error: {}", error.message).unwrap();
    }
    for warning in tree.settings.warnings() {
        writeln!(out, "warning: {}", warning.message()).unwrap();
    }
    for host in &tree.settings.hosts {
        for chain in host.chains.iter().filter(|chain| chain.value != Value::Nil) {
            writeln!(out, "{} {} = {}", host.name, chain.option, show(&chain.value)).unwrap();
        }
    }
    std::fs::remove_dir_all(&directory).unwrap();
    out
}

fn show(value: &Value) -> String {
    match value {
        Value::Str(_) => format!("{:?}", value.as_str().unwrap_or("(bytes)")),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::Table(table) => show_table(table),
        Value::Proxy(proxy) => format!("proxy of {} {}", proxy.host, proxy.option),
        Value::Unknown(reason) => format!("unknown: {reason}"),
        other => other.describe().to_owned(),
    }
}

fn show_table(table: &Table) -> String {
    let entries: Vec<String> = table
        .entries
        .iter()
        .map(|entry| match &entry.key {
            Value::Int(_) => show(&entry.value),
            key => format!("{} = {}", key.as_str().unwrap_or("?"), show(&entry.value)),
        })
        .collect();
    format!("{{{}}}", entries.join(", "))
}

fn check(release: &str, text: &str, expected: &Expect) {
    expected.assert_eq(&meaning(release, &[], text));
}

#[test]
fn options_belong_to_the_host_above_them() {
    check(
        "13.0",
        "//- prosody.cfg.lua
a = 1
VirtualHost \"Example.COM\"
a = 2
VirtualHost \"other.example\" { a = 3 }
a = 4
",
        &expect![[r"
            warning: prosody.cfg.lua:5: Duplicate option 'a'
            * a = 4
            example.com defined = true
            example.com a = 2
            other.example defined = true
            other.example a = 3
        "]],
    );
}

#[test]
fn an_included_file_begins_in_the_global_section() {
    check(
        "13.0",
        "//- prosody.cfg.lua
VirtualHost \"example.com\"
Include \"conf.d/*.cfg.lua\"
b = 1
//- conf.d/one.cfg.lua
a = 1
VirtualHost \"inner.example\"
//- conf.d/.hidden.cfg.lua
hidden = true
//- conf.d/two.cfg.lua.bak
backup = true
",
        &expect![[r"
            example.com defined = true
            example.com b = 1
            * a = 1
            inner.example defined = true
        "]],
    );
}

#[test]
fn a_missing_file_stops_loading_but_a_pattern_without_matches_does_not() {
    check(
        "13.0",
        "//- prosody.cfg.lua
Include \"conf.d/*.cfg.lua\"
Include \"nowhere.cfg.lua\"
//- conf.d/readme.txt
",
        &expect![[r"
            error: Error loading included nowhere.cfg.lua: nowhere.cfg.lua: No such file or directory
        "]],
    );
}

#[test]
fn components_have_a_module_or_are_external() {
    check(
        "13.0",
        "//- prosody.cfg.lua
Component \"rooms.example\" \"muc\"
name = \"Rooms\"
Component \"gateway.example\"
component_secret = \"s\"
Component(\"ignored.example\", \"muc\")
",
        &expect![[r#"
            rooms.example component_module = "muc"
            rooms.example load_global_modules = false
            rooms.example name = "Rooms"
            gateway.example component_module = "component"
            gateway.example load_global_modules = false
            gateway.example component_secret = "s"
            ignored.example component_module = "component"
            ignored.example load_global_modules = false
        "#]],
    );
}

#[test]
fn a_component_may_not_have_the_name_of_a_host() {
    check(
        "13.0",
        "//- prosody.cfg.lua
VirtualHost \"example.com\"
Component \"example.com\" \"muc\"
",
        &expect![[r#"
            error: Component "example.com" clashes with previously defined VirtualHost "example.com", for services use a sub-domain like conference.example.com
            example.com defined = true
        "#]],
    );
}

#[test]
fn appending_came_with_13_0() {
    let text = "//- prosody.cfg.lua
modules_enabled = { \"roster\" }
modules_enabled { \"tls\" }
modules_enabled:append { \"disco\" }
";
    check(
        "13.0",
        text,
        &expect![[r#"
            * modules_enabled = {"roster", "tls", "disco"}
        "#]],
    );
    check(
        "0.12",
        text,
        &expect![[r#"
            error: prosody.cfg.lua:2: attempt to call a nil value (global 'modules_enabled')
            * modules_enabled = {"roster"}
        "#]],
    );
}

#[test]
fn the_usual_default_idiom_replaces_the_list_in_0_12_and_loops_in_13_0() {
    let text = "//- prosody.cfg.lua
modules_enabled = { \"roster\" }
modules_enabled = modules_enabled or {}
";
    check(
        "0.12",
        text,
        &expect![[r"
            warning: prosody.cfg.lua:2: Duplicate option 'modules_enabled'
            * modules_enabled = {}
        "]],
    );
    check(
        "13.0.1",
        text,
        &expect![[r"
            warning: prosody.cfg.lua:2: Duplicate option 'modules_enabled'
            * modules_enabled = proxy of * modules_enabled
        "]],
    );
}

#[test]
fn unquoted_values_are_nothing_and_late_13_0_says_so() {
    let text = "//- prosody.cfg.lua
storage = internal
";
    check("0.12", text, &expect![[""]]);
    check(
        "13.0.7",
        text,
        &expect![[r"
            warning: prosody.cfg.lua: 1: unrecognized value: internal (you may be missing quotes around it)
        "]],
    );
}

#[test]
fn the_environment_is_the_profiles() {
    let text = "//- prosody.cfg.lua
a = ENV_DOMAIN
b = Lua.os.getenv(\"NOT_SET\") or \"default\"
if Lua.os.getenv(\"DOMAIN\") == \"example.com\" then c = true end
";
    expect![[r#"
        * a = "example.com"
        * b = "default"
        * c = true
    "#]]
    .assert_eq(&meaning("13.0", &[("DOMAIN", "example.com")], text));
}

#[test]
fn loops_functions_and_tables_evaluate() {
    check(
        "13.0",
        "//- prosody.cfg.lua
local function ports(first, count)
    local list = {}
    for i = 0, count - 1 do list[#list + 1] = first + i end
    return list
end
c2s_ports = ports(5222, 2)
for _, name in Lua.ipairs { \"a\", \"b\" } do
    VirtualHost(name .. \".example\")
    motd_text = (\"welcome to %s\"):format(name:upper())
end
",
        &expect![[r#"
            * c2s_ports = {5222, 5223}
            a.example defined = true
            a.example motd_text = "welcome to A"
            b.example defined = true
            b.example motd_text = "welcome to B"
        "#]],
    );
}

#[test]
fn what_can_not_be_known_is_unknown_and_stays_so() {
    check(
        "13.0",
        "//- prosody.cfg.lua
a = Lua.os.time() .. \"x\"
if Lua.os.time() > 5 then b = 1 else b = 2 end
c = 3
for key, value in Lua.pairs { x = 1, y = 2 } do d = value end
for key, value in Lua.pairs { x = 1, [1] = 2 } do e = value end
for key, value in Lua.pairs { 1, 2, 3, x = 4 } do if key == 3 then f = value end end
",
        &expect![[r"
            warning: prosody.cfg.lua:4: Duplicate option 'd'
            warning: prosody.cfg.lua:5: Duplicate option 'e'
            * a = unknown: the time
            * b = unknown: the time
            * c = 3
            * d = unknown: depends on the order in which Lua walks a table
            * e = unknown: depends on the order in which Lua walks a table
            * f = 3
        "]],
    );
}

#[test]
fn what_somebody_unknown_may_call_may_have_run() {
    check(
        "13.0",
        "//- prosody.cfg.lua
local mode, list = \"a\", { \"x\" }
a = 1
Lua.coroutine.wrap(function() a = 2; mode = \"b\" end)()
b = mode
Lua.require(\"util.timer\").add_task(5, { callback = function() c = 1 end, lists = { list } })
d = list
",
        &expect![[r#"
            * a = unknown: the table may hold entries that are not known
            * b = unknown: the table may hold entries that are not known
            * c = unknown: the Lua module "util.timer"
            * d = {unknown: the Lua module "util.timer"}
        "#]],
    );
}

#[test]
fn behind_what_may_fail_all_is_undecided_until_it_is_caught() {
    check(
        "13.0",
        "//- prosody.cfg.lua
a, b = 1, 1
local found = Lua.pcall(Lua.require, \"somewhere.else\")
if found then a = 2 end
local function try()
	local ldap = Lua.require \"lualdap\"
	b = 2
end
local ok = Lua.pcall(function() try(); c = 1 end)
d = ok
e = 1
",
        &expect![[r#"
            * b = unknown: the Lua module "lualdap"
            * a = unknown: whether the call fails is not known
            * c = unknown: the Lua module "lualdap"
            * d = unknown: whether the call fails is not known
            * e = 1
        "#]],
    );
}

#[test]
fn hosts_may_be_made_in_any_order() {
    check(
        "13.0",
        "//- prosody.cfg.lua
for domain, tenant in Lua.pairs { [\"a.example\"] = { 1 }, [\"b.example\"] = { 2 } } do
	VirtualHost(domain) { name = domain, limits = tenant }
	Component(\"rooms.\" .. domain) \"muc\" { name = \"Rooms of \" .. domain }
	shared = 5
	shared = 6
end
authentication = \"ldap\"
copy = shared
",
        &expect![[r#"
            warning: prosody.cfg.lua:5: Duplicate option 'shared'
            warning: prosody.cfg.lua:4: Duplicate option 'shared'
            warning: prosody.cfg.lua:5: Duplicate option 'shared'
            a.example defined = true
            a.example name = "a.example"
            a.example limits = {1}
            rooms.a.example component_module = "muc"
            rooms.a.example load_global_modules = false
            rooms.a.example name = "Rooms of a.example"
            * shared = 6
            * authentication = "ldap"
            * copy = 6
            b.example defined = true
            b.example name = "b.example"
            b.example limits = {2}
            rooms.b.example component_module = "muc"
            rooms.b.example load_global_modules = false
            rooms.b.example name = "Rooms of b.example"
        "#]],
    );
}

#[test]
fn what_depends_on_the_order_of_a_table_is_unknown() {
    check(
        "13.0",
        "//- prosody.cfg.lua
local first, found, count, entries = true, nil, 0, {}
for key, value in Lua.pairs { x = 1, y = 2, z = 3 } do
	if first then a = key; first = false end
	if value == 2 then found = key end
	count = count + 1
	entries.last, entries.same, entries[key] = key, \"same\", value
end
b, c = found, count
d, e, f = entries.last, entries.same, entries.z
for key, value in Lua.next, { x = 1, y = 2 } do _ENV[key] = value end
",
        &expect![[r#"
            * a = unknown: depends on the order in which Lua walks a table
            * c = unknown: depends on the order in which Lua walks a table
            * b = "y"
            * f = 3
            * e = "same"
            * d = unknown: depends on the order in which Lua walks a table
            * x = 1
            * y = 2
        "#]],
    );
}

#[test]
fn of_what_a_call_gives_nothing_is_known() {
    check(
        "13.0",
        "//- prosody.cfg.lua
local from, to = Lua.os.date():find(\":\")
a = to
b = { \"x\", Lua.os.date() }
for _, word in Lua.ipairs { Lua.os.date() } do c = word end
",
        &expect![[r#"
            * a = unknown: the date
            * b = {"x", unknown: the date}
            * c = unknown: the date
        "#]],
    );
}

#[test]
fn a_loop_that_may_be_left_ends() {
    check(
        "13.0",
        "//- prosody.cfg.lua
local function find(level)
	while true do
		if Lua.os.time() > level then return level end
		level = level + 1
		if level == 3 then a = 1 end
	end
end
b = find(1)
repeat
	if Lua.os.time() > 5 then break end
	c = 1
until false
d = 1
",
        &expect![[r"
            * a = unknown: the time
            * b = unknown: the time
            * c = unknown: the time
            * d = 1
        "]],
    );
}

#[test]
fn nothing_outside_is_run() {
    check(
        "13.0",
        "//- prosody.cfg.lua
a = Lua.io.popen(\"hostname\")
b = Lua.os.execute(\"true\")
",
        &expect![[r"
            * a = unknown: runs a command
            * b = unknown: runs a command
        "]],
    );
}

#[test]
fn plain_lua_sets_no_options() {
    check(
        "0.12",
        "//- prosody.cfg.lua
a = RunScript \"script.lua\"
b = leaked
//- script.lua
leaked = 1
return \"returned\"
",
        &expect![[r#"
            * a = "returned"
            * b = 1
        "#]],
    );
}

#[test]
fn files_can_be_read_since_13_0() {
    check(
        "13.0",
        "//- prosody.cfg.lua
a = FileLine \"secret.txt\"
b = FileLines \"secret.txt\"
//- secret.txt
one
two
",
        &expect![[r#"
            * a = "one"
            * b = {"one", "two"}
        "#]],
    );
}

#[test]
fn a_byte_order_mark_is_an_error() {
    check(
        "13.0",
        "//- prosody.cfg.lua
\u{feff}a = 1
",
        &expect![[r"
            error: prosody.cfg.lua:1: unexpected symbol near '<\239>'
        "]],
    );
}

#[test]
fn files_that_include_each_other_end_in_an_error() {
    check(
        "13.0",
        "//- prosody.cfg.lua
Include \"prosody.cfg.lua\"
",
        &expect![[r"
            error: /usr/lib/prosody/core/configmanager.lua:262: C stack overflow
        "]],
    );
}

#[test]
fn endless_loops_end() {
    check(
        "13.0",
        "//- prosody.cfg.lua
a = 1
while true do end
",
        &expect![[r"
            error: loading does not end
            * a = 1
        "]],
    );
}
