//! The schema files against their JSON Schemas, and those against the types of this crate.

// The helpers of tests are tests, too.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use schema::{Extent, ModuleKind, OptionType, Origin, Schema, Scope, Stage, Version};
use serde_json::{Value, json};

fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas")
}

fn json_schema(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(schemas().join(name)).unwrap()).unwrap()
}

/// A JSON Schema, ready for use.
struct Validator {
    schemas: boon::Schemas,
    index: boon::SchemaIndex,
}

impl Validator {
    fn new(name: &str) -> Self {
        let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
        compiler.add_resource(name, json_schema(name)).unwrap();
        let index = compiler.compile(name, &mut schemas).unwrap();
        Self { schemas, index }
    }

    /// What it has against a TOML text.
    fn complaint(&self, text: &str) -> Option<String> {
        let document: Value = toml::from_str(text).unwrap();
        self.schemas.validate(&document, self.index).err().map(|error| error.to_string())
    }
}

#[test]
fn every_schema_file_satisfies_the_json_schema() {
    let validator = Validator::new("schema-file.schema.json");
    let mut seen = 0;
    for folder in ["core", "server", "community"] {
        for entry in fs::read_dir(schemas().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let complaint = validator.complaint(&fs::read_to_string(&path).unwrap());
            assert_eq!(complaint, None, "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 10, "only {seen} schema files");
}

#[test]
fn the_xeps_satisfy_their_json_schema() {
    let validator = Validator::new("xeps.schema.json");
    let text = fs::read_to_string(schemas().join("xeps.toml")).unwrap();
    assert_eq!(validator.complaint(&text), None);
}

#[test]
fn the_rfcs_satisfy_their_json_schema() {
    let validator = Validator::new("rfcs.schema.json");
    let text = fs::read_to_string(schemas().join("rfcs.toml")).unwrap();
    assert_eq!(validator.complaint(&text), None);
}

/// Every `RFC 1234` in a sentence can be looked up.
#[test]
fn every_rfc_that_is_mentioned_is_listed() {
    let known = Schema::of(Version::Trunk);
    for folder in ["core", "server", "community"] {
        for entry in fs::read_dir(schemas().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            for rest in text.split("RFC ").skip(1) {
                let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
                let listed = number.parse().ok().and_then(|number| known.rfc(number)).is_some();
                assert!(number.is_empty() || listed, "RFC {number} in {}", path.display());
            }
        }
    }
}

#[test]
fn the_json_schema_refuses_what_is_wrong() {
    let validator = Validator::new("schema-file.schema.json");
    for (rest, at) in [
        ("kinds = ['hots']", "/kinds/0"),
        ("colour = 'red'", ""),
        ("needs = ['a library.']", "/needs/0"),
        ("[options.o]\ntype = 'any'\nsuggest = []", "/options/o/suggest"),
        ("summary = 'Half'", "/summary"),
        ("[options.o]\ntype = 'enum'", "/options/o"),
        ("[options.o]\ntype = 'any'\nkeys.k.type = 'perod'", "/options/o/keys/k/type"),
        ("[options.o]\ntype = 'any'\nversions.'0.13'.type = 'any'", "/options/o/versions"),
    ] {
        let complaint =
            validator.complaint(&format!("name = 'x'\norigin = 'core'\n{rest}")).unwrap_or_default();
        assert!(complaint.contains(&format!("at '{at}'")), "{rest}: {complaint}");
    }
}

#[test]
fn the_json_schema_has_the_words_of_the_crate() {
    let schema = json_schema("schema-file.schema.json");
    let words =
        |pointer: &str| schema.pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer}")).clone();
    let names = |names: Vec<&str>| json!(names);
    assert_eq!(words("/definitions/type/enum"), names(OptionType::ALL.iter().map(|ty| ty.name()).collect()));
    assert_eq!(
        words("/definitions/scope/enum"),
        names(Scope::ALL.iter().map(|scope| scope.name()).collect())
    );
    assert_eq!(
        words("/definitions/series/enum"),
        names(Version::ALL.iter().map(|series| series.name()).collect())
    );
    assert_eq!(
        words("/properties/kinds/items/enum"),
        names(ModuleKind::ALL.iter().map(|kind| kind.name()).collect())
    );
    assert_eq!(
        words("/properties/xeps/items/properties/extent/enum"),
        names(Extent::ALL.iter().map(|extent| extent.name()).collect())
    );
    assert_eq!(words("/properties/stage/enum"), names(Stage::ALL.iter().map(|stage| stage.name()).collect()));
    let mut origins: Vec<_> = Origin::OF_FILES.iter().map(|origin| origin.name()).collect();
    let Value::Array(written) = words("/properties/origin/enum") else { panic!("no list") };
    let mut written: Vec<_> = written.iter().filter_map(Value::as_str).collect();
    origins.sort_unstable();
    written.sort_unstable();
    assert_eq!(written, origins);
}
