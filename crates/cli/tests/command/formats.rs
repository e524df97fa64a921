//! The formats for programs.

use std::path::Path;

use expect_test::expect;
use serde_json::Value;

use crate::Place;

fn place() -> Place {
    Place::new(&[
        (
            "prosody.cfg.lua",
            "Include \"conf.d/*.cfg.lua\"\nmodules_enabled = { \"mod_roster\", \"carbon\" } -- ä, \"50%\"\n\
             if ENV_STAGE == \"test\" then\n\tc2s_require_encryption = \"no<&\"\nend\nVirtualHost \"a.example\"\n",
        ),
        ("conf.d/a b.cfg.lua", "log = \"x\"\nmodules_enabled = { \"roster\" }\n"),
        (".env", "STAGE=test\n"),
    ])
}

fn check(format: &str) -> String {
    let select = "module-prefix,unknown-module,wrong-type,overwritten-list";
    let ran = place().run(&["check", "--all-profiles", "--format", format, "--select", select]);
    assert_eq!((ran.code, &*ran.err), (1, ""));
    ran.out
}

#[test]
fn concise() {
    expect![[r#"
        prosody.cfg.lua:2:1: warning[overwritten-list]: `modules_enabled` replaces the list of conf.d/a b.cfg.lua: "roster" is lost
        prosody.cfg.lua:2:21: warning[module-prefix]: the module "roster" is named without `mod_`
        prosody.cfg.lua:2:35: warning[unknown-module]: "carbon" is not a module of Prosody, nor of the community collection as it is known here
        prosody.cfg.lua:4:27: error[wrong-type]: `c2s_require_encryption` takes true or false, not "no<&": Prosody ignores it (only in the profile .env)
    "#]].assert_eq(&check("concise"));
}

#[test]
fn github() {
    expect![[r#"
        ::warning title=prosody-ls (overwritten-list),file=prosody.cfg.lua,line=2,endLine=2,col=1,endColumn=16::`modules_enabled` replaces the list of conf.d/a b.cfg.lua: "roster" is lost%0ATo add to it, write `modules_enabled { ... }` without `=`
        ::warning title=prosody-ls (module-prefix),file=prosody.cfg.lua,line=2,endLine=2,col=21,endColumn=33::the module "roster" is named without `mod_`
        ::warning title=prosody-ls (unknown-module),file=prosody.cfg.lua,line=2,endLine=2,col=35,endColumn=43::"carbon" is not a module of Prosody, nor of the community collection as it is known here%0ADid you mean "carbons"?
        ::error title=prosody-ls (wrong-type),file=prosody.cfg.lua,line=4,endLine=4,col=27,endColumn=33::`c2s_require_encryption` takes true or false, not "no<&": Prosody ignores it (only in the profile .env)
    "#]].assert_eq(&check("github"));
}

#[test]
fn junit() {
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="prosody-ls" tests="5" failures="4">
          <testsuite name="conf.d/a b.cfg.lua" tests="1" failures="0">
            <testcase name="check" classname="conf.d/a b.cfg.lua" file="conf.d/a b.cfg.lua"/>
          </testsuite>
          <testsuite name="prosody.cfg.lua" tests="4" failures="4">
            <testcase name="overwritten-list" classname="prosody.cfg.lua" file="prosody.cfg.lua" line="2">
              <failure type="warning" message="`modules_enabled` replaces the list of conf.d/a b.cfg.lua: &quot;roster&quot; is lost">prosody.cfg.lua:2:1: `modules_enabled` replaces the list of conf.d/a b.cfg.lua: &quot;roster&quot; is lost
        To add to it, write `modules_enabled { ... }` without `=`</failure>
            </testcase>
            <testcase name="module-prefix" classname="prosody.cfg.lua" file="prosody.cfg.lua" line="2">
              <failure type="warning" message="the module &quot;roster&quot; is named without `mod_`">prosody.cfg.lua:2:21: the module &quot;roster&quot; is named without `mod_`</failure>
            </testcase>
            <testcase name="unknown-module" classname="prosody.cfg.lua" file="prosody.cfg.lua" line="2">
              <failure type="warning" message="&quot;carbon&quot; is not a module of Prosody, nor of the community collection as it is known here">prosody.cfg.lua:2:35: &quot;carbon&quot; is not a module of Prosody, nor of the community collection as it is known here
        Did you mean &quot;carbons&quot;?</failure>
            </testcase>
            <testcase name="wrong-type" classname="prosody.cfg.lua" file="prosody.cfg.lua" line="4">
              <failure type="error" message="`c2s_require_encryption` takes true or false, not &quot;no&lt;&amp;&quot;: Prosody ignores it (only in the profile .env)">prosody.cfg.lua:4:27: `c2s_require_encryption` takes true or false, not &quot;no&lt;&amp;&quot;: Prosody ignores it (only in the profile .env)
        https://prosody.im/doc/modules/mod_invites_register</failure>
            </testcase>
          </testsuite>
        </testsuites>
    "#]].assert_eq(&check("junit"));
}

#[test]
fn gitlab() {
    let report: Value = serde_json::from_str(&check("gitlab")).unwrap();
    let issues = report.as_array().unwrap();
    let mut prints: Vec<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), issues.len(), "each finding has a fingerprint of its own");
    expect![[r#"
        {
          "description": "`modules_enabled` replaces the list of conf.d/a b.cfg.lua: \"roster\" is lost",
          "check_name": "overwritten-list",
          "fingerprint": "b46903de5da66104",
          "severity": "major",
          "location": {
            "path": "prosody.cfg.lua",
            "lines": {
              "begin": 2,
              "end": 2
            }
          }
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&issues[0]).unwrap());
}

#[test]
fn a_fingerprint_follows_its_finding() {
    let print = |text: &str| {
        let place = Place::new(&[("prosody.cfg.lua", text)]);
        let out = place.run(&["check", "--format", "gitlab", "--select", "unknown-module"]).out;
        let report: Value = serde_json::from_str(&out).unwrap();
        report[0]["fingerprint"].as_str().unwrap().to_owned()
    };
    let text = "modules_enabled = { \"carbon\" }\n";
    assert_eq!(print(text), print(&format!("\n-- more\n{text}")));
    assert_ne!(print(text), print("modules_enabled = { \"carbonn\" }\n"));
}

#[test]
fn without_findings_reports_are_empty_but_whole() {
    let place = Place::new(&[("prosody.cfg.lua", "VirtualHost \"a.example\"\n")]);
    let out = |format: &str| place.run(&["check", "--format", format]).out;
    assert_eq!(out("gitlab"), "[]\n");
    assert_eq!(out("github"), "");
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="prosody-ls" tests="1" failures="0">
          <testsuite name="prosody.cfg.lua" tests="1" failures="0">
            <testcase name="check" classname="prosody.cfg.lua" file="prosody.cfg.lua"/>
          </testsuite>
        </testsuites>
    "#]]
    .assert_eq(&out("junit"));
    let sarif: Value = serde_json::from_str(&out("sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"], Value::Array(Vec::new()));
}

#[test]
fn sarif() {
    let text = check("sarif");
    let log: Value = serde_json::from_str(&text).unwrap();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    expect![[r#"
        {
          "ruleId": "overwritten-list",
          "level": "warning",
          "message": {
            "text": "`modules_enabled` replaces the list of conf.d/a b.cfg.lua: \"roster\" is lost. To add to it, write `modules_enabled { ... }` without `=`"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "prosody.cfg.lua"
                },
                "region": {
                  "startLine": 2,
                  "startColumn": 1,
                  "endLine": 2,
                  "endColumn": 16
                }
              }
            }
          ],
          "partialFingerprints": {
            "finding/v1": "b46903de5da66104"
          },
          "ruleIndex": 1,
          "relatedLocations": [
            {
              "id": 0,
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "conf.d/a%20b.cfg.lua"
                },
                "region": {
                  "startLine": 2,
                  "startColumn": 1,
                  "endLine": 2,
                  "endColumn": 16
                }
              },
              "message": {
                "text": "the list that is replaced"
              }
            }
          ]
        }"#]].assert_eq(&serde_json::to_string_pretty(&run["results"][0]).unwrap());
    is_valid(&log);
}

/// Holds a log to the schema, where `sh tests/fetch-sarif-schema.sh` has put it.
fn is_valid(log: &Value) {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/sarif/schema.json");
    if !schema.exists() {
        assert!(
            std::env::var_os("CI").is_none_or(|ci| ci != "true"),
            "the schema is missing: {}",
            schema.display()
        );
        eprintln!("skipped: no schema of SARIF at {}", schema.display());
        return;
    }
    let schema: Value = serde_json::from_slice(&std::fs::read(schema).unwrap()).unwrap();
    let mut compiler = boon::Compiler::new();
    let mut schemas = boon::Schemas::new();
    compiler.add_resource("sarif.json", schema).unwrap();
    let index = compiler.compile("sarif.json", &mut schemas).unwrap();
    if let Err(error) = schemas.validate(log, index) {
        panic!("{error:#}");
    }
    let mut wrong = log.clone();
    wrong["runs"][0]["results"][0]["level"] = Value::from("loud");
    assert!(schemas.validate(&wrong, index).is_err(), "the schema says nothing");
}
