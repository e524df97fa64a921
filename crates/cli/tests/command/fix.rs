use expect_test::expect;

use crate::Place;

const BEFORE: &str = "modules_enabled = { \"mod_roster\", \"roster\", \"carbon\" }\n";

fn place() -> Place {
    Place::new(&[
        ("prosody.cfg.lua", BEFORE),
        ("conf.d/broken.cfg.lua", "modules_enabled = { \"mod_tls\" \n"),
    ])
}

const SELECT: [&str; 4] = ["--select", "module-prefix,repeated-module,unknown-module", "--format", "concise"];

fn run(place: &Place, arguments: &[&str]) -> String {
    place.run(&[&["check"][..], arguments, &SELECT].concat()).all()
}

#[test]
fn what_is_safe_is_mended_and_the_rest_reported() {
    let place = place();
    expect![[r#"
        conf.d/broken.cfg.lua:1:21: warning[module-prefix]: the module "tls" is named without `mod_`
        conf.d/broken.cfg.lua:2:1: error[syntax-error]: '}' expected (to close '{' at line 1) near <eof>
        prosody.cfg.lua:1:31: warning[unknown-module]: "carbon" is not a module of Prosody, nor of the community collection as it is known here
        ! Mended 2 findings in 1 file:
        ! - prosody.cfg.lua: module-prefix: Change to "roster"
        ! - prosody.cfg.lua: repeated-module: Remove "roster" here
        ! Not mended, since the text is not Lua or would not be: conf.d/broken.cfg.lua: module-prefix: Change to "tls"
        exit 1
    "#]].assert_eq(&run(&place, &["--fix"]));
    expect![[r#"
        modules_enabled = { "roster", "carbon" }
    "#]]
    .assert_eq(&place.read("prosody.cfg.lua"));
    assert_eq!(place.read("conf.d/broken.cfg.lua"), "modules_enabled = { \"mod_tls\" \n");
    assert_eq!(place.names(), ["conf.d", "prosody.cfg.lua"]);
}

#[test]
fn a_diff_writes_nothing() {
    let place = place();
    expect![[r#"
        --- prosody.cfg.lua
        +++ prosody.cfg.lua
        @@ -1 +1 @@
        -modules_enabled = { "mod_roster", "roster", "carbon" }
        +modules_enabled = { "roster", "carbon" }
        ! Would mend 2 findings in 1 file:
        ! - prosody.cfg.lua: module-prefix: Change to "roster"
        ! - prosody.cfg.lua: repeated-module: Remove "roster" here
        ! Not mended, since the text is not Lua or would not be: conf.d/broken.cfg.lua: module-prefix: Change to "tls"
        exit 1
    "#]].assert_eq(&run(&place, &["--diff"]));
    assert_eq!(place.read("prosody.cfg.lua"), BEFORE);
}

#[test]
fn only_selected_rules_are_mended() {
    let place = place();
    place.run(&["check", "--fix", "--ignore", "module-prefix,repeated-module"]);
    assert_eq!(place.read("prosody.cfg.lua"), BEFORE);
}

#[test]
fn files_that_nobody_asked_about_stay() {
    let (a, b) =
        (format!("VirtualHost \"a.example\"\n{BEFORE}"), format!("VirtualHost \"b.example\"\n{BEFORE}"));
    let entry = "Include \"a.cfg.lua\"\nInclude \"b.cfg.lua\"\n";
    let place = Place::new(&[("prosody.cfg.lua", entry), ("a.cfg.lua", &a), ("b.cfg.lua", &b)]);
    place.run(&["check", "--fix", "a.cfg.lua"]);
    assert_ne!(place.read("a.cfg.lua"), a);
    assert_eq!(place.read("b.cfg.lua"), b);
}

#[test]
fn nothing_is_left_to_mend_afterwards() {
    let place = place();
    run(&place, &["--fix"]);
    let again = place.run(&["check", "--diff", "prosody.cfg.lua"]);
    assert_eq!((again.code, &*again.out, &*again.err), (0, "", ""));
}
