use std::fmt::Write;

use expect_test::{Expect, expect};

use super::{Literal, ModuleFacts, SourceFile, extract, string_list};
use crate::{ModuleKind, Version};

fn facts(name: &str, source: &str) -> ModuleFacts {
    extract(name, &[SourceFile { path: "mod.lua", text: source.as_bytes() }], Version::V13_0)
}

/// One line for each option, and one for each read that could not be told.
fn options(facts: &ModuleFacts) -> String {
    let mut out = String::new();
    for (name, option) in &facts.options {
        let _ = write!(out, "{name}: {}", option.value_type);
        for (label, text) in [
            ("=", option.default.clone()),
            ("min", option.min.map(|min| min.to_string())),
            ("max", option.max.map(|max| max.to_string())),
            ("else", option.fallback.clone()),
        ] {
            let _ = text.map(|text| write!(out, " {label} {text}"));
        }
        for value in &option.values {
            let _ = match value {
                Literal::Bool(value) => write!(out, " |{value}"),
                Literal::Number(value) => write!(out, " |{value}"),
                Literal::Text(text) => write!(out, " |{text:?}"),
            };
        }
        let _ = writeln!(out, "{} line {}", if option.global_only { ", global" } else { "" }, option.at.line);
    }
    for read in &facts.unresolved {
        let _ = writeln!(out, "unresolved: {} {}", read.at, read.source);
    }
    out
}

fn check(source: &str, expected: &Expect) {
    expected.assert_eq(&options(&facts("thing", source)));
}

#[test]
fn every_getter_tells_its_type() {
    check(
        r#"
        module:get_option("a", 1)
        module:get_option_string("b", "x\ny")
        module:get_option_boolean("c", false)
        module:get_option_number("d", 0.5)
        module:get_option_integer("e", 10 * 1024, 1, 2^16)
        module:get_option_period("f", "1 day", "1 hour", "1w")
        module:get_option_enum("g", false, true, "local")
        module:get_option_set("h", { "a", "b" })
        module:get_option_array("i", {})
        module:get_option_inherited_set("j", { x = 1, ["y z"] = -2 })
        module:get_option_path("k", "file", "data")
        "#,
        &expect![[r#"
            a: any = 1 line 2
            b: string = "x\ny" line 3
            c: boolean = false line 4
            d: number = 0.5 line 5
            e: integer = 10240 min 1 max 65536 line 6
            f: period = "1 day" min 3600 max 604800 line 7
            g: enum = false |false |true |"local" line 8
            h: set = { "a", "b" } line 9
            i: array = {} line 10
            j: inherited-set = { x = 1, ["y z"] = -2 } line 11
            k: path = "file" line 12
        "#]],
    );
}

#[test]
fn names_are_folded_from_constants() {
    check(
        r#"
        local prefix = module.name .. "_";
        module:get_option_string(prefix .. "secret");
        for _, word in ipairs { "one", "two" } do module:get_option_number(prefix .. word, 5); end
        local t = { key = "three" };
        module:get_option_boolean(t.key);
        module:get_option_string(somewhere .. "else");
        "#,
        &expect![[r#"
            thing_one: number = 5 line 4
            thing_secret: string line 3
            thing_two: number = 5 line 4
            three: boolean line 6
            unresolved: mod.lua:7 module:get_option_string(somewhere .. "else")
        "#]],
    );
}

#[test]
fn functions_around_getters_are_followed() {
    check(
        r#"
        local get = module.get_option_string;
        get(module, "a", "x");
        local function opt(name, default) return module:get_option_number("b_" .. name, default); end
        opt("c", 1);
        local function outer(name) return opt(name .. "_d", 2) end
        outer("e");
        "#,
        &expect![[r#"
            a: string = "x" line 3
            b_c: number = 1 line 4
            b_e_d: number = 2 line 4
        "#]],
    );
}

#[test]
fn what_may_have_changed_is_no_default() {
    check(
        r#"
        local list, other, size = {}, { "x" }, 1;
        table.insert(list, "a");
        other.key = 2;
        if something then size = 2 end
        module:get_option_set("a", list);
        module:get_option_array("b", other);
        module:get_option_number("c", size);
        module:get_option_string("d", module.host);
        "#,
        &expect![[r"
            a: set line 6
            b: array line 7
            c: number line 8
            d: string line 9
        "]],
    );
}

#[test]
fn what_is_read_instead_is_the_fallback() {
    check(
        r#"
        module:get_option_boolean("a", module:get_option_boolean("b", true));
        local x = module:get_option("c") or module:get_option("d") or 5;
        "#,
        &expect![[r"
            a: boolean = true else b line 2
            b: boolean = true line 2
            c: any = 5 else d line 3
            d: any = 5 line 3
        "]],
    );
}

#[test]
fn a_question_is_no_default() {
    check(
        r#"
        local a, b = module:get_option_string("a"), module:get_option_string("b");
        if not (a or b) then return; end
        local text = (a or "nobody") .. "@" .. (b or "nowhere");
        if module:get_option_boolean("c") or module:get_option_boolean("d", true) then return; end
        local c = module:get_option_number("e");
        if (c or 5) > 3 then return; end
        "#,
        &expect![[r"
            a: string line 2
            b: string line 2
            c: boolean = true else d line 5
            d: boolean = true line 5
            e: number = 5 line 6
        "]],
    );
}

#[test]
fn an_enum_with_a_value_known_at_run_time_allows_anything() {
    check(r#"module:get_option_enum("a", compute(), "b")"#, &expect!["a: any line 1\n"]);
}

#[test]
fn raw_reads_of_the_configuration_count() {
    check(
        r#"
        local configmanager = require "prosody.core.configmanager";
        local get = require "core.configmanager".get;
        if configmanager.get("*", "use_ipv4") ~= false then end
        local certs = configmanager.get("*", "certificates") or "certs";
        get(host, "storage");
        config.get(host, "core", "authentication");
        "#,
        &expect![[r#"
            certificates: any = "certs", global line 5
            storage: any line 6
            use_ipv4: boolean = true, global line 4
        "#]],
    );
}

#[test]
fn global_modules_read_the_global_section_but_not_for_their_hosts() {
    let facts = facts(
        "thing",
        r#"
        module:set_global();
        module:get_option_string("a");
        module:get_option_string("b");
        function module.add_host(module) module:get_option_string("b"); end
        module:context("*"):get_option_string("c");
        module:context(host):get_option_string("d");
        "#,
    );
    assert!(facts.kinds.contains(&ModuleKind::Shared));
    let global: Vec<_> = facts.options.iter().filter(|(_, o)| o.global_only).map(|(name, _)| name).collect();
    assert_eq!(global, ["a", "c"]);
}

#[test]
fn a_service_brings_the_options_of_its_ports() {
    check(
        r#"module:provides("net", { name = "web", default_port = 80, encryption = "ssl" })"#,
        &expect![[r"
            web_certificate: any, global line 1
            web_host: string line 1
            web_interface: set, global line 1
            web_interfaces: set, global line 1
            web_ports: set = { 80 }, global line 1
            web_ssl: table line 1
        "]],
    );
}

#[test]
fn a_task_brings_the_option_of_its_period() {
    check(
        r#"module:daily("Remove old things", function () end); module:hourly(function () end)"#,
        &expect![[r#"
            thing_hourly_period: period = "1 hour" min 60 max 32054400 line 1
            thing_remove_old_things_period: period = "1 day" min 60 max 32054400 line 1
        "#]],
    );
}

#[test]
fn before_13_numbers_had_no_limits_and_tasks_no_periods() {
    let source = br#"module:get_option_number("a", 1, 2, 3); module:daily("b", f)"#;
    let facts = extract("thing", &[SourceFile { path: "mod.lua", text: source }], Version::V0_12);
    assert_eq!(options(&facts), "a: number = 1 line 1\n");
}

#[test]
fn a_module_tells_what_it_needs_and_provides() {
    let facts = facts(
        "auth_thing",
        "--% requires: one, two\n--% conflicts: three\n\
         module:depends('http'); if x then module:depends('maybe'); end\n\
         module:provides('auth', {}); module:provides('http', { name = 'page' }); module:provides('adhoc', d);",
    );
    assert!(facts.requires.iter().eq(["one", "two"]));
    assert!(facts.conflicts.iter().eq(["three"]));
    assert!(facts.depends.iter().eq(["http"]));
    assert!(facts.provides.iter().eq(["adhoc", "auth:thing", "http:page"]));
    assert!(facts.kinds.contains(&ModuleKind::AuthProvider));
}

#[test]
fn a_provider_without_a_name_bears_that_of_its_module() {
    let auth = facts(
        "auth_x",
        "provider = { name = module.name:gsub('^auth_', '') }; module:add_item('auth-provider', provider)",
    );
    assert!(auth.kinds.contains(&ModuleKind::AuthProvider) && auth.provides.contains("auth:x"));
    let authz = facts("authz_x", "function module.command() end");
    assert!(authz.kinds.contains(&ModuleKind::AuthzProvider) && authz.provides.contains("authz:x"));
    assert!(authz.kinds.contains(&ModuleKind::Command));
}

#[test]
fn a_module_for_components_says_so() {
    use ModuleKind::{ComponentCapable, ComponentOnly, Host};
    let kinds = |source| facts("thing", source).kinds.into_iter().collect::<Vec<_>>();
    let only = "if module:get_host_type() ~= 'component' then error('no', 0) end";
    assert_eq!(kinds(only), [ComponentOnly]);
    assert_eq!(kinds("assert(module:get_host_type() == 'component', 'no')"), [ComponentOnly]);
    assert_eq!(
        kinds("local c = 1; if module:get_host_type() == 'component' then f() end"),
        [Host, ComponentCapable]
    );
    assert_eq!(kinds("local a = 1"), [Host]);
}

#[test]
fn a_list_of_a_file_is_found_by_its_name() {
    assert_eq!(string_list(b"local a = { 1 }\nlocal names = { x.y, 'a', 'b' }", "names"), ["a", "b"]);
    assert_eq!(string_list(b"local a = {}", "names"), Vec::<String>::new());
}

#[test]
fn broken_source_is_read_as_far_as_it_goes() {
    let facts =
        facts("thing", "module:get_option_string('a');\nlocal x = = 1\nmodule:get_option_string('b')");
    assert!(facts.options.contains_key("a"));
}
