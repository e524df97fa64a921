use expect_test::expect;

use crate::Place;

#[test]
fn exit_codes_tell_findings_from_failure() {
    let place = Place::new(&[
        ("a.cfg.lua", "admins = { 'a@b' }\n"),
        ("b.cfg.lua", "c2s_require_encryption = \"no\"\n"),
    ]);
    expect![[r"
        Nothing to report in 1 file
        exit 0
    "]]
    .assert_eq(&place.run(&["check", "a.cfg.lua"]).all());
    assert_eq!(place.run(&["check", "b.cfg.lua", "--format", "concise"]).code, 1);
    assert_eq!(place.run(&["check", "b.cfg.lua", "--exit-zero"]).code, 0);
    expect![[r"
        ! prosody-ls: no.cfg.lua: No such file or directory (os error 2)
        exit 2
    "]]
    .assert_eq(&place.run(&["check", "no.cfg.lua"]).all());
}

#[test]
fn rules_are_selected_and_ignored_by_name() {
    let place = Place::new(&[(
        "prosody.cfg.lua",
        "modules_enabled = { \"carbon\" }\nfavourite_colour = 1\nVirtualHost \"a.example\"\n",
    )]);
    let lines = |arguments: &[&str]| {
        let ran = place.run(&[&["check", "--format", "concise"], arguments].concat());
        format!("{}{}exit {}\n", ran.out, ran.err, ran.code)
    };
    expect![[r#"
        prosody.cfg.lua:1:21: warning[unknown-module]: "carbon" is not a module of Prosody, nor of the community collection as it is known here
        exit 1
    "#]]
    .assert_eq(&lines(&["--select", "unknown-*", "--ignore", "unknown-option"]));
    expect![[r"
        exit 0
    "]]
    .assert_eq(&lines(&["--select", "port-clash,weak-tls"]));
    expect![[r#"
        error: invalid value 'unknown-modul' for '--select <RULES>': there is no rule 'unknown-modul'; did you mean unknown-module? `prosody-ls rule` lists them all

        For more information, try '--help'.
        exit 2
    "#]]
    .assert_eq(&lines(&["--select", "unknown-modul"]));
}

#[test]
fn the_project_says_which_prosody_reads_it() {
    let place = Place::new(&[
        ("prosody.cfg.lua", "Component \"a.example\" \"http_file_share\"\n"),
        ("prosody-ls.toml", "prosody = \"0.11\"\n"),
    ]);
    let check = ["check", "--format", "concise", "--select", "unknown-module"];
    expect![[r#"
        prosody.cfg.lua:1:1: warning[unknown-module]: Prosody 0.11 does not have the module "http_file_share": it came with 0.12
        exit 1
    "#]]
    .assert_eq(&place.run(&check).all());
    assert_eq!(place.run(&[&check[..], &["--prosody", "13.0"]].concat()).code, 0);
}
