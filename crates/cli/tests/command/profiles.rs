use expect_test::expect;

use crate::Place;

fn place() -> Place {
    Place::new(&[
        (
            "prosody.cfg.lua",
            "local stage = os.getenv(\"STAGE\") or \"live\"\nmodules_enabled = { \"carbon\" }\n\
             if stage == \"test\" then\n\tc2s_require_encryption = \"no\"\nend\nVirtualHost \"a.example\"\n",
        ),
        (
            "prosody-ls.toml",
            "[profiles.test]\nenv = { STAGE = \"test\" }\n[profiles.live]\nenv = { STAGE = \"live\" }\n",
        ),
    ])
}

const CHECK: [&str; 5] = ["check", "--format", "concise", "--select", "unknown-module,wrong-type"];

#[test]
fn one_profile_is_chosen_by_its_name() {
    let place = place();
    let always = "prosody.cfg.lua:2:21: warning[unknown-module]";
    let test_only = "prosody.cfg.lua:4:27: error[wrong-type]";
    // What is wrong wherever it runs is told without a profile, too.
    let usual = place.run(&CHECK);
    assert!(usual.out.contains(always) && usual.out.contains(test_only), "{}", usual.out);
    let live = place.run(&[&CHECK[..], &["--profile", "live"]].concat());
    assert!(live.out.contains(always) && !live.out.contains(test_only), "{}", live.out);
    let test = place.run(&[&CHECK[..], &["--profile", "test"]].concat());
    assert!(test.out.contains(always) && test.out.contains(test_only), "{}", test.out);
    expect![[r#"
        ! prosody-ls: there is no profile 'nightly' here, only default, live, test
        exit 2
    "#]]
    .assert_eq(&place.run(&[&CHECK[..], &["--profile", "nightly"]].concat()).all());
}

#[test]
fn what_does_not_hold_in_all_profiles_says_in_which() {
    expect![[r#"
        prosody.cfg.lua:2:21: warning[unknown-module]: "carbon" is not a module of Prosody, nor of the community collection as it is known here
        prosody.cfg.lua:4:27: error[wrong-type]: `c2s_require_encryption` takes true or false, not "no": Prosody ignores it (only in the profile test)
        exit 1
    "#]].assert_eq(&place().run(&[&CHECK[..], &["--all-profiles"]].concat()).all());
}

#[test]
fn a_file_of_one_profile_is_judged_by_that_one() {
    let place = Place::new(&[
        (
            "prosody.cfg.lua",
            "Include(\"env/\" .. (ENV_STAGE or \"live\") .. \".cfg.lua\")\nVirtualHost \"a.example\"\n",
        ),
        ("env/live.cfg.lua", "log = \"x\"\n"),
        ("env/test.cfg.lua", "modules_enabled = { \"carbon\" }\n"),
        (".env", "STAGE=test\n"),
    ]);
    expect![[r#"
        env/test.cfg.lua:1:21: warning[unknown-module]: "carbon" is not a module of Prosody, nor of the community collection as it is known here
        exit 1
    "#]].assert_eq(&place.run(&[&CHECK[..], &["--all-profiles"]].concat()).all());
}
