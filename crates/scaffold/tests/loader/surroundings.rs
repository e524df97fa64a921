//! What a layer sees besides options: Lua, the environment, files beside it.

use expect_test::expect;

use crate::{check, check_for};

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
