//! What the loader makes of layers: said by real Prosody, and by us.
//!
//! Real Prosody is its `configmanager`, in every Lua that is at hand (`tests/fetch-lua.sh`, `tests/fetch-prosody.sh`).
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::format_push_string,
    missing_docs,
    reason = "a test, which says what it skips"
)]
#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use std::path::{Path, PathBuf};
use std::process::Command;

use config::{Profile, Value};
use expect_test::{Expect, expect};
use fixture::Directory;

const RELEASES: [&str; 3] = ["0.12.3", "13.0.1", "13.0.7"];

/// Loads a tree everywhere with the environment `env` (`A=1 B=2`) and compares what came of it.
fn check(tree: &str, env: &str, expected: &Expect) {
    check_for(&RELEASES, tree, env, expected);
}

fn check_for(releases: &[&str], tree: &str, env: &str, expected: &Expect) {
    let directory = Directory::new();
    for (path, text) in scaffold::loader() {
        directory.write(path, text.as_bytes());
    }
    directory.write("prosody.cfg.lua", ENTRY.as_bytes());
    for file in fixture::parse(tree.trim_start()).0 {
        directory.write(&file.path, file.text.as_bytes());
    }
    let relative = |text: &str| text.replace(&format!("{}/", directory.path().display()), "");
    let mut known: Option<String> = None;
    for release in releases {
        let ours = relative(&ours(directory.path(), release, env));
        for (lua, theirs) in theirs(directory.path(), release, env) {
            assert_eq!(ours, relative(&theirs), "left: we; right: Prosody {release} in {}", lua.display());
        }
        assert_eq!(known.get_or_insert_with(|| ours.clone()), &ours, "releases differ");
    }
    expected.assert_eq(&known.unwrap_or_default());
}

const ENTRY: &str = r#"
RunScript "tools/core/loader.lua"
local Lua = Lua or _G
local require = Lua.require
require "tools.core.loader".load_directory("core")
require "tools.core.loader".apply_policies()
"#;

/// What we say.
fn ours(directory: &Path, release: &str, env: &str) -> String {
    let mut profile = Profile::default();
    profile.set_release(release).unwrap();
    profile.env = env.split_whitespace().map(pair).collect();
    let settings = config::read_tree(profile, &directory.join("prosody.cfg.lua")).settings;
    if let Some(error) = &settings.error {
        return format!("error: {}\n", error.message);
    }
    let mut lines: Vec<String> = Vec::new();
    for host in &settings.hosts {
        for chain in host.chains.iter().filter(|chain| chain.value != Value::Nil) {
            lines.push(format!("{}: {} = {}\n", host.name, chain.option, show(&chain.value)));
        }
    }
    lines.sort();
    let warnings = settings.warnings().map(|warning| format!("warning: {}\n", warning.message()));
    warnings.chain(lines).collect()
}

fn pair(text: &str) -> (String, String) {
    let (name, value) = text.split_once('=').unwrap();
    (name.to_owned(), value.to_owned())
}

fn show(value: &Value) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Str(_) => format!("\"{}\"", value.as_str().unwrap()),
        Value::Table(table) if !table.open => {
            let items: Vec<String> = table.items().map(|entry| show(&entry.value)).collect();
            let mut keys: Vec<String> = table
                .entries
                .iter()
                .filter_map(|entry| Some(format!("{} = {}", entry.key.as_str()?, show(&entry.value))))
                .collect();
            keys.sort();
            format!("{{ {} }}", items.into_iter().chain(keys).collect::<Vec<_>>().join(", "))
        }
        other => format!("{other:?}"),
    }
}

/// What each Lua says that is there, with the Prosody of a release.
fn theirs(directory: &Path, release: &str, env: &str) -> Vec<(PathBuf, String)> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let prosody = workspace.join("target/prosody").join(release).join("usr/lib/prosody");
    let script = workspace.join("crates/scaffold/tests/loader/ask.lua");
    let mut answers = Vec::new();
    for lua in ["lua5.1", "lua5.2", "lua5.3", "lua5.4"] {
        // 13.0 needs 5.2.
        if lua == "lua5.1" && release.starts_with("13") {
            continue;
        }
        for lua in [workspace.join("target/tools/bin").join(lua), Path::new("/usr/bin").join(lua)] {
            if !lua.exists() || !prosody.exists() {
                continue;
            }
            let mut command = Command::new(&lua);
            command.arg(&script).arg(&prosody).arg(directory.join("prosody.cfg.lua"));
            command.args(env.split_whitespace());
            command.env("LUA_PATH", format!("{}/?.lua;;", directory.display()));
            let output = command.output().unwrap();
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{}: {errors}", lua.display());
            answers.push((lua, String::from_utf8(output.stdout).unwrap()));
            break;
        }
    }
    if answers.is_empty() {
        assert!(std::env::var_os("CI").is_none(), "no Lua or no Prosody {release}");
        eprintln!(
            "skipped: no Lua or no Prosody {release}; tests/fetch-lua.sh and tests/fetch-prosody.sh get them"
        );
    }
    answers
}

#[test]
fn lists_add_up_tables_merge_and_values_override() {
    check(
        r#"
//- core/a.cfg.lua
modules_enabled = { "roster", "tls" }
limits = { c2s = { rate = "3kb/s" }, s2s = { rate = "1kb/s" } }
c2s_timeout = 300
//- core/b.cfg.lua
modules_enabled = { "tls", "mam" }
limits = { c2s = { burst = "2s", rate = "10kb/s" } }
c2s_timeout = 60
"#,
        "",
        &expect![[r#"
            *: c2s_timeout = 60
            *: limits = { c2s = { burst = "2s", rate = "10kb/s" }, s2s = { rate = "1kb/s" } }
            *: modules_enabled = { "roster", "tls", "mam" }
        "#]],
    );
}

#[test]
fn lists_can_be_changed_in_place() {
    check(
        r#"
//- core/a.cfg.lua
modules_enabled = modules_enabled or {}
table.insert(modules_enabled, "roster")
//- core/b.cfg.lua
modules_enabled = modules_enabled or {}
table.insert(modules_enabled, "mam")
modules_enabled[#modules_enabled + 1] = "carbons"
"#,
        "",
        &expect![[r#"
            *: modules_enabled = { "roster", "mam", "carbons" }
        "#]],
    );
}

#[test]
fn layers_can_replace_remove_and_unset() {
    check(
        r#"
//- core/a.cfg.lua
modules_enabled = { "roster", "tls", "pep" }
c2s_ports = { 5222 }
limits = { c2s = { rate = "3kb/s" }, s2s = { rate = "1kb/s" } }
admins = { "a@example.org" }
c2s_timeout = 300
//- core/b.cfg.lua
modules_enabled = remove { "tls", "unheard_of" }
c2s_ports = replace { 15222 }
limits = remove { "s2s" }
admins = remove "a@example.org"
c2s_timeout = nil
s2s_ports = remove { 5269 }
"#,
        "",
        &expect![[r#"
            *: admins = {  }
            *: c2s_ports = { 15222 }
            *: limits = { c2s = { rate = "3kb/s" } }
            *: modules_enabled = { "roster", "pep" }
        "#]],
    );
}

#[test]
fn hosts_have_their_own_options() {
    check(
        r#"
//- core/a.cfg.lua
modules_enabled = { "roster" }
VirtualHost "example.org" { modules_enabled = { "pep" }, admins = { "a@example.org" } }
modules_enabled = { "tls" }
VirtualHost "Example.ORG"
modules_enabled = { "mam" }
Component "rooms.example.org" "muc"
name = "Rooms"
modules_enabled = { "muc_mam" }
//- core/b.cfg.lua
admins = { "global@example.org" }
VirtualHost "example.org" { modules_enabled = { "vcard4" } }
Component "rooms.example.org" "muc" { modules_enabled = { "muc_mam", "tombstones" }, name = "Halls" }
host "example.org"
admins = admins or {}
table.insert(admins, "b@example.org")
"#,
        "",
        &expect![[r#"
            *: admins = { "global@example.org" }
            *: modules_enabled = { "roster", "tls" }
            example.org: admins = { "a@example.org", "b@example.org" }
            example.org: defined = true
            example.org: modules_enabled = { "pep", "mam", "vcard4" }
            rooms.example.org: component_module = "muc"
            rooms.example.org: load_global_modules = false
            rooms.example.org: modules_enabled = { "muc_mam", "tombstones" }
            rooms.example.org: name = "Halls"
        "#]],
    );
}

#[test]
fn layers_see_lua_the_environment_and_what_was_chosen() {
    check(
        r#"
//- core/a.cfg.lua
shell = ENV_SHELL
home = os.getenv("HOME") or "none"
same = Lua.os.getenv("SHELL")
use_case = (prosody.use_case or "general"):match("^[^/]+")
clients = prosody.client_optimizations
unset = nothing_of_that_name
"#,
        "SHELL=sh PROSODY_USECASE=team/chat PROSODY_CLIENT_OPTS=",
        &expect![[r#"
            *: home = "none"
            *: same = "sh"
            *: shell = "sh"
            *: use_case = "team"
        "#]],
    );
}

#[test]
fn paths_are_relative_to_the_layer() {
    check_for(
        &["13.0.1", "13.0.7"],
        r#"
//- core/a.cfg.lua
motd_text = FileContents "motd.txt"
Include "more/*.cfg.lua"
Include "more/inner/last.cfg.lua"
//- core/motd.txt
Hello
//- core/more/b.cfg.lua
modules_enabled = { "b", FileLine "inner/name.txt" }
//- core/more/c.cfg.lua
modules_enabled = { "c" }
//- core/more/inner/name.txt
named
//- core/more/inner/last.cfg.lua
modules_enabled = { "last" }
"#,
        "",
        &expect![[r#"
            *: modules_enabled = { "b", "named", "c", "last" }
            *: motd_text = "Hello
            "
        "#]],
    );
}

/// The proposal's entry file, word for word: 13.0 has its own opinion about `os` and `require` without `Lua.`.
const AS_WRITTEN: &str = r#"
//- prosody.cfg.lua
local environment = os.getenv("PROSODY_ENVIRONMENT") or "production"
local use_case = os.getenv("PROSODY_USECASE") or nil
local client_optimizations = os.getenv("PROSODY_CLIENT_OPTS") or nil

-- Load core (always required)
require "tools.core.loader".load_directory("core")

-- Load all features (everything enabled)
require "tools.core.loader".load_directory("features")

-- Optional: Load client-specific optimizations
if client_optimizations then
    require "tools.core.loader".load_client_optimizations(client_optimizations)
end

-- Optional: Load use-case templates
if use_case then
    require "tools.core.loader".load_usecase(use_case)
end

-- Apply environment-specific overrides
require "tools.core.loader".load_environment(environment)

-- Apply policies
require "tools.core.loader".apply_policies()
//- core/server.cfg.lua
modules_enabled = { "roster" }
//- features/messaging/mam.cfg.lua
modules_enabled = { "mam" }
local use_case = prosody.use_case or "general"

if use_case:match("team%-collaboration") then
    -- Team chat needs longer retention
    archive_expires_after = "2y"
elseif use_case:match("customer%-support") then
    archive_expires_after = "never"
else
    archive_expires_after = "1y"
end
//- clients/mobile-apps/conversations.cfg.lua
if prosody.client_optimizations and 
   prosody.client_optimizations:match("conversations") then
    c2s_timeout = 300  -- 5 minutes instead of default
    modules_enabled = modules_enabled or {}
    table.insert(modules_enabled, "bookmarks")
end
//- clients/web-clients/converse.cfg.lua
modules_enabled = { "websocket" }
//- usecases/team-collaboration/slack-like.cfg.lua
modules_enabled = { "muc_defaults" }
//- usecases/team-collaboration/irc-gateway.cfg.lua
modules_enabled = { "irc" }
//- environments/production/security.cfg.lua
c2s_require_encryption = true
//- environments/local.cfg.lua
c2s_require_encryption = false
//- policies/security-levels/enhanced.cfg.lua
modules_enabled = { "limits" }
//- policies/performance-tiers/medium.cfg.lua
limits = { c2s = { rate = "10kb/s" } }
"#;

const TEAM: &str = "PROSODY_ENVIRONMENT=production PROSODY_USECASE=team-collaboration/slack-like \
    PROSODY_CLIENT_OPTS=mobile-apps/conversations,web-clients/converse PROSODY_SECURITY_LEVEL=enhanced \
    PROSODY_PERFORMANCE_TIER=medium";

#[test]
fn the_entry_file_can_be_written_plainly() {
    check_for(
        &["0.12.3"],
        AS_WRITTEN,
        TEAM,
        &expect![[r#"
        *: archive_expires_after = "2y"
        *: c2s_require_encryption = true
        *: c2s_timeout = 300
        *: limits = { c2s = { rate = "10kb/s" } }
        *: modules_enabled = { "roster", "mam", "bookmarks", "websocket", "muc_defaults", "limits" }
    "#]],
    );
    check_for(
        &["13.0.1", "13.0.7"],
        AS_WRITTEN,
        TEAM,
        &expect![[r#"
        warning: prosody.cfg.lua:1: direct usage of the Lua API is deprecated - replace `os` with `Lua.os`
        warning: prosody.cfg.lua:2: direct usage of the Lua API is deprecated - replace `os` with `Lua.os`
        warning: prosody.cfg.lua:3: direct usage of the Lua API is deprecated - replace `os` with `Lua.os`
        warning: prosody.cfg.lua:6: direct usage of the Lua API is deprecated - replace `require` with `Lua.require`
        warning: prosody.cfg.lua:9: direct usage of the Lua API is deprecated - replace `require` with `Lua.require`
        warning: prosody.cfg.lua:13: direct usage of the Lua API is deprecated - replace `require` with `Lua.require`
        warning: prosody.cfg.lua:18: direct usage of the Lua API is deprecated - replace `require` with `Lua.require`
        warning: prosody.cfg.lua:22: direct usage of the Lua API is deprecated - replace `require` with `Lua.require`
        warning: prosody.cfg.lua:25: direct usage of the Lua API is deprecated - replace `require` with `Lua.require`
        *: archive_expires_after = "2y"
        *: c2s_require_encryption = true
        *: c2s_timeout = 300
        *: limits = { c2s = { rate = "10kb/s" } }
        *: modules_enabled = { "roster", "mam", "bookmarks", "websocket", "muc_defaults", "limits" }
    "#]],
    );
}

#[test]
fn a_file_or_a_whole_folder_can_be_chosen() {
    let env = "PROSODY_ENVIRONMENT=local PROSODY_USECASE=team-collaboration";
    check_for(
        &["0.12.3"],
        AS_WRITTEN,
        env,
        &expect![[r#"
        *: archive_expires_after = "2y"
        *: c2s_require_encryption = false
        *: modules_enabled = { "roster", "mam", "irc", "muc_defaults" }
    "#]],
    );
}

#[test]
fn what_cannot_be_chosen_is_told_with_the_choices() {
    for (env, expected) in [
        (
            "PROSODY_ENVIRONMENT=prod",
            expect![[r#"
            error: prosody.cfg.lua:22: there is no environment 'prod'; there is local, production, production/security
        "#]],
        ),
        (
            "PROSODY_USECASE=team-collaboration/slack",
            expect![[r#"
            error: prosody.cfg.lua:18: there is no use case 'team-collaboration/slack'; there is team-collaboration, team-collaboration/irc-gateway, team-collaboration/slack-like
        "#]],
        ),
        (
            "PROSODY_CLIENT_OPTS=conversations",
            expect![[r#"
            error: prosody.cfg.lua:13: there is no client 'conversations'; there is mobile-apps, mobile-apps/conversations, web-clients, web-clients/converse
        "#]],
        ),
        (
            "PROSODY_SECURITY_LEVEL=../../secret",
            expect![[r#"
            error: prosody.cfg.lua:25: there is no security level '../../secret'; there is enhanced
        "#]],
        ),
        (
            "PROSODY_COMPLIANCE=gdpr",
            expect![[r#"
            error: prosody.cfg.lua:25: there is no compliance policy 'gdpr'; there is nothing: there is no policies/compliance
        "#]],
        ),
    ] {
        check_for(&["0.12.3"], AS_WRITTEN, env, &expected);
    }
    let entry = "//- prosody.cfg.lua\nRunScript \"tools/core/loader.lua\"\nlocal Lua = Lua or _G\nLua.require \"tools.core.loader\".load_directory \"cor\"\n";
    check(
        entry,
        "",
        &expect![[r#"
        error: prosody.cfg.lua:3: there is no directory 'cor' in 
    "#]],
    );
}

#[test]
fn errors_name_the_layer_and_its_line() {
    for (layer, expected) in [
        (
            "modules_enabled = {\n\"a\"\n\"b\" }",
            expect![[r#"
            error: core/a.cfg.lua:3: '}' expected (to close '{' at line 1) near '"b"'
        "#]],
        ),
        (
            "\n\nerror(\"not like that\")",
            expect![[r#"
            error: core/a.cfg.lua:3: not like that
        "#]],
        ),
        (
            "\nmodules_enabled = \"mam\"",
            expect![[r#"
            error: core/a.cfg.lua:2: modules_enabled has to be a list of module names: { "roster", "disco" }
        "#]],
        ),
        (
            "\nmodules_enabled = { \"auth_ldap\" }",
            expect![[r#"
            error: core/a.cfg.lua:2: 'auth_ldap' is no module to enable: write authentication = "ldap"
        "#]],
        ),
        (
            "\nVirtualHost \"a\" {\n  modules_enabled = { \"mod_mam\" }\n}",
            expect![[r#"
            error: core/a.cfg.lua:2: modules are named without 'mod_': 'mam'
        "#]],
        ),
        (
            "\nc2s_ports = { \"http\" }",
            expect![[r#"
            error: core/a.cfg.lua:2: c2s_ports has to be a list of port numbers: { 5222 }
        "#]],
        ),
        (
            "\nadmins = { \"me\" }",
            expect![[r#"
            error: core/a.cfg.lua:2: admins has to be a list of addresses: { "you@example.org" }
        "#]],
        ),
        (
            "\nVirtualHost \"a\" \"muc\"",
            expect![[r#"
            error: core/a.cfg.lua:2: VirtualHost entries do not accept a module name (module 'muc' provided for host 'a')
        "#]],
        ),
        (
            "\nVirtualHost \"a\"\n\nComponent \"a\" \"muc\"",
            expect![[r#"
            error: core/a.cfg.lua:4: Component "a" clashes with previously defined VirtualHost "a", for services use a sub-domain like conference.a
        "#]],
        ),
        (
            "\nInclude \"missing.cfg.lua\"",
            expect![[r#"
            error: core/a.cfg.lua:2: there is no file 'core/missing.cfg.lua'
        "#]],
        ),
    ] {
        let tree = format!("//- core/a.cfg.lua\n{layer}\n");
        check(&tree, "", &expected);
    }
}

#[test]
fn modules_that_do_not_go_together_are_told() {
    check(
        r#"
//- core/a.cfg.lua
modules_enabled = { "bookmarks", "vcard", "vcard_legacy" }
VirtualHost "example.org"
modules_disabled = { "pep" }
VirtualHost "example.com"
modules_disabled = { "vcard" }
Component "rooms.example.org" "muc"
modules_disabled = { "pep" } -- components load no such modules anyway
"#,
        "",
        &expect![[r#"
            error: module 'bookmarks' on example.org needs 'pep', which modules_disabled names; module 'vcard_legacy' on example.org needs 'pep', which modules_disabled names; modules 'vcard' and 'vcard_legacy' on example.org do not go together: disable one
        "#]],
    );
}

#[test]
fn a_layer_is_where_its_settings_stand() {
    let directory = Directory::new();
    for (path, text) in scaffold::loader() {
        directory.write(path, text.as_bytes());
    }
    directory.write("prosody.cfg.lua", ENTRY.as_bytes());
    let layer = r#"
admins = { "a@example.org" }
VirtualHost "example.org" {
    modules_enabled = { "mam" },
}
Component "rooms.example.org" "muc"
name = "Rooms"
"#;
    directory.write("core/a.cfg.lua", layer.as_bytes());
    let tree = config::read_tree(Profile::default(), &directory.path().join("prosody.cfg.lua"));
    let settings = &tree.settings;
    let text = |span: syntax::Span| &layer[span.start as usize..span.end as usize];
    let mut out = String::new();
    for (_, set) in settings.assignments() {
        let file = settings.name(&tree.profile, set.file).unwrap();
        assert_eq!(file, directory.path().join("core/a.cfg.lua").to_string_lossy());
        out += &format!("{}: {}: {}\n", set.host, set.option, text(set.span).replace('\n', " "));
    }
    for section in settings.sections() {
        out += &format!("{}: {}\n", section.host, text(section.span).trim().replace('\n', " "));
    }
    expect![[r#"
        *: admins: admins = { "a@example.org" }
        example.org: defined: VirtualHost "example.org"
        example.org: modules_enabled: modules_enabled = { "mam" }
        rooms.example.org: component_module: Component "rooms.example.org"
        rooms.example.org: load_global_modules: Component "rooms.example.org"
        rooms.example.org: component_module: Component "rooms.example.org" "muc"
        rooms.example.org: name: name = "Rooms"
        example.org: {     modules_enabled = { "mam" }, }
        rooms.example.org: "muc" name = "Rooms"
    "#]]
    .assert_eq(&out);
}
