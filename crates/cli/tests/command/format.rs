use expect_test::expect;

use crate::Place;

fn place() -> Place {
    Place::new(&[
        ("prosody.cfg.lua", "admins={'a@b'}\nVirtualHost \"a.example\"\n"),
        ("conf.d/good.cfg.lua", "log = \"x\"\n"),
        ("conf.d/broken.cfg.lua", "log = = 1\n"),
        ("loader.lua", "return   1\n"),
    ])
}

#[test]
fn files_are_written_and_broken_ones_left_alone() {
    let place = place();
    expect![[r#"
        ! conf.d/broken.cfg.lua: not formatted: line 1 is not Lua: unexpected symbol near '='
        ! 1 file formatted, 1 left as they were, 1 could not be formatted
        exit 2
    "#]]
    .assert_eq(&place.run(&["format"]).all());
    assert_eq!(place.read("prosody.cfg.lua"), "admins = { \"a@b\" }\nVirtualHost \"a.example\"\n");
    assert_eq!(place.read("conf.d/broken.cfg.lua"), "log = = 1\n");
    assert_eq!(place.read("loader.lua"), "return   1\n");
    assert_eq!(place.run(&["format", "prosody.cfg.lua", "conf.d/good.cfg.lua"]).code, 0);
    assert_eq!(place.names(), ["conf.d", "loader.lua", "prosody.cfg.lua"]);
}

#[test]
fn check_and_diff_write_nothing() {
    let place = place();
    expect![[r#"
        Would format prosody.cfg.lua
        ! 1 file would be formatted, 1 left as they were
        exit 1
    "#]]
    .assert_eq(&place.run(&["format", "--check", "prosody.cfg.lua", "conf.d/good.cfg.lua"]).all());
    expect![[r#"
        --- prosody.cfg.lua
        +++ prosody.cfg.lua
        @@ -1,2 +1,2 @@
        -admins={'a@b'}
        +admins = { "a@b" }
         VirtualHost "a.example"
        ! 1 file would be formatted, 0 left as they were
        exit 1
    "#]]
    .assert_eq(&place.run(&["format", "--diff", "prosody.cfg.lua"]).all());
    assert_eq!(place.read("prosody.cfg.lua"), "admins={'a@b'}\nVirtualHost \"a.example\"\n");
    assert_eq!(place.run(&["format", "--check", "conf.d/good.cfg.lua"]).code, 0);
}

#[test]
fn a_named_file_may_have_any_name() {
    let place = place();
    assert_eq!(place.run(&["format", "loader.lua"]).code, 0);
    assert_eq!(place.read("loader.lua"), "return 1\n");
    assert_eq!(place.run(&["format", "no.lua"]).code, 2);
}
