//! Lua as it is run, and its ends.

use expect_test::expect;

use crate::check;

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
fn loops_that_load_files_end() {
    for loading in
        ["Include 'a.cfg.lua'", "loadfile('/etc/prosody/a.cfg.lua')()", "dofile '/etc/prosody/a.cfg.lua'"]
    {
        let text = format!(
            "//- prosody.cfg.lua\na = 1\nwhile true do {loading} end\n//- a.cfg.lua\nlocal t = {{ 1, 2 }}\n"
        );
        check(
            "13.0",
            &text,
            &expect![[r"
                error: loading does not end
                * a = 1
            "]],
        );
    }
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
