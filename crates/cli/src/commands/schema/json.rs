//! The schema for programs. Everything that is absent is `null`.

use std::io::{self, Write};

use schema::{Deprecation, EnumValue, Facts, Key, Module, OptionType, Text};
use serde::Serialize;
use serde_json::Value;

use super::{Entry, Listing};

/// Writes the listing as one JSON object.
pub(super) fn write(listing: &Listing, out: &mut impl Write) -> io::Result<()> {
    let document = Document {
        prosody: listing.version.name(),
        modules: listing.modules.iter().map(|module| JsonModule::new(module)).collect(),
        options: listing.options.iter().map(JsonOption::new).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document {
    prosody: &'static str,
    modules: Vec<JsonModule>,
    options: Vec<JsonOption>,
}

#[derive(Serialize)]
struct JsonModule {
    name: &'static str,
    origin: &'static str,
    kinds: Vec<&'static str>,
    xeps: Vec<JsonXep>,
    depends: &'static [Text],
    conflicts: &'static [Text],
    requires: &'static [Text],
    provides: &'static [Text],
    inherits: &'static [Text],
    needs: &'static [&'static str],
    seen: &'static [&'static str],
    stage: Option<&'static str>,
    since: Option<&'static str>,
    removed: Option<&'static str>,
    deprecated: Option<JsonDeprecation>,
    summary: Option<&'static str>,
    doc: Option<&'static str>,
    url: Option<&'static str>,
}

impl JsonModule {
    fn new(module: &'static Module) -> Self {
        Self {
            name: &module.name,
            origin: module.origin.name(),
            kinds: module.kinds.iter().map(|kind| kind.name()).collect(),
            xeps: module
                .xeps
                .iter()
                .map(|xep| JsonXep {
                    number: xep.number,
                    extent: xep.extent.map(schema::Extent::name),
                    since: xep.since,
                })
                .collect(),
            depends: &module.depends,
            conflicts: &module.conflicts,
            requires: &module.requires,
            provides: &module.provides,
            inherits: &module.inherits,
            needs: module.needs,
            seen: module.seen,
            stage: module.stage.map(schema::Stage::name),
            since: module.since.map(schema::Version::name),
            removed: module.removed.map(schema::Version::name),
            deprecated: module.deprecated.map(JsonDeprecation::new),
            summary: module.summary.as_deref(),
            doc: module.doc.as_deref(),
            url: module.url,
        }
    }
}

#[derive(Serialize)]
struct JsonXep {
    number: u16,
    extent: Option<&'static str>,
    since: Option<&'static str>,
}

#[derive(Serialize)]
struct JsonOption {
    name: &'static str,
    module: &'static str,
    origin: &'static str,
    #[serde(rename = "type")]
    ty: &'static str,
    default: Option<&'static str>,
    #[serde(rename = "enum")]
    values: Option<Vec<Value>>,
    min: Option<Value>,
    max: Option<Value>,
    scope: &'static str,
    since: Option<&'static str>,
    removed: Option<&'static str>,
    deprecated: Option<JsonDeprecation>,
    doc: Option<&'static str>,
    example: Option<&'static str>,
    items: Option<&'static str>,
    fallback: Option<&'static str>,
    accepts: Option<Vec<&'static str>>,
    suggest: Option<Vec<Value>>,
    keys: Option<Vec<JsonKey>>,
    at: Option<&'static str>,
}

impl JsonOption {
    fn new(entry: &Entry) -> Self {
        let Entry { module, option, facts: Facts { ty, default, min, max, values, scope, items, fallback } } =
            entry;
        Self {
            name: &option.name,
            module: &module.name,
            origin: module.origin.name(),
            ty: ty.name(),
            default: default.as_deref(),
            values: enumeration(values),
            min: min.map(number),
            max: max.map(number),
            scope: scope.name(),
            since: option.since.map(schema::Version::name),
            removed: option.removed.map(schema::Version::name),
            deprecated: option.deprecated.map(JsonDeprecation::new),
            doc: option.doc.as_deref(),
            example: option.example,
            items: items.map(OptionType::name),
            fallback: fallback.as_deref(),
            accepts: types(option.accepts),
            suggest: enumeration(option.suggest),
            keys: keys(option.keys, &mut Vec::new()),
            at: option.at.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct JsonKey {
    name: &'static str,
    #[serde(rename = "type")]
    ty: &'static str,
    default: Option<&'static str>,
    #[serde(rename = "enum")]
    values: Option<Vec<Value>>,
    min: Option<Value>,
    max: Option<Value>,
    since: Option<&'static str>,
    removed: Option<&'static str>,
    deprecated: Option<JsonDeprecation>,
    doc: Option<&'static str>,
    items: Option<&'static str>,
    accepts: Option<Vec<&'static str>>,
    keys: Option<Vec<JsonKey>>,
}

/// A table may hold tables of its own kind, as `ssl` does for single ports: those are left out.
fn keys(list: &'static [Key], inside: &mut Vec<*const Key>) -> Option<Vec<JsonKey>> {
    if list.is_empty() || inside.contains(&list.as_ptr()) {
        return None;
    }
    inside.push(list.as_ptr());
    let keys = list.iter().map(|key| JsonKey {
        name: key.name,
        ty: key.ty.name(),
        default: key.default,
        values: enumeration(key.values),
        min: key.min.map(number),
        max: key.max.map(number),
        since: key.since.map(schema::Version::name),
        removed: key.removed.map(schema::Version::name),
        deprecated: key.deprecated.map(JsonDeprecation::new),
        doc: key.doc,
        items: key.items.map(OptionType::name),
        accepts: types(key.accepts),
        keys: keys(key.keys, inside),
    });
    let keys = keys.collect();
    inside.pop();
    Some(keys)
}

#[derive(Serialize)]
struct JsonDeprecation {
    since: Option<&'static str>,
    #[serde(rename = "use")]
    replacement: Option<&'static str>,
    note: Option<&'static str>,
}

impl JsonDeprecation {
    fn new(deprecation: Deprecation) -> Self {
        Self { since: deprecation.since, replacement: deprecation.replacement, note: deprecation.note }
    }
}

fn enumeration(values: &[EnumValue]) -> Option<Vec<Value>> {
    let values = values.iter().map(|value| match value {
        EnumValue::String(text) => Value::from(&**text),
        EnumValue::Boolean(value) => Value::from(*value),
        EnumValue::Number(value) => number(*value),
    });
    Some(values.collect()).filter(|values: &Vec<Value>| !values.is_empty())
}

fn types(types: &[OptionType]) -> Option<Vec<&'static str>> {
    (!types.is_empty()).then(|| types.iter().map(|ty| ty.name()).collect())
}

/// Whole numbers without a fraction; JSON has no infinity, so that is `null`.
fn number(number: f64) -> Value {
    let whole = number as i64;
    #[allow(clippy::float_cmp, clippy::cast_precision_loss, reason = "asks whether nothing was lost")]
    if whole as f64 == number { Value::from(whole) } else { Value::from(number) }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use schema::{Schema, Version};
    use serde_json::{Value, json};

    use super::super::{Filter, Listing};

    fn document(version: Version, name: Option<&str>) -> Value {
        let mut out = Vec::new();
        let filter = Filter { name: name.map(str::to_owned), ..Filter::default() };
        super::write(&Listing::new(Schema::of(version), &filter), &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    /// An option's entry; its sentences, which change more often than facts, are left out.
    fn check(version: Version, name: &str, expected: &Expect) {
        let mut document = document(version, Some(name));
        let entry = document["options"][0].as_object_mut().unwrap();
        for prose in ["doc", "example"] {
            assert!(entry.shift_remove(prose).is_some());
        }
        expected.assert_eq(&serde_json::to_string(&entry).unwrap());
    }

    #[test]
    fn an_option_says_all_there_is_to_know() {
        check(
            Version::V13_0,
            "max_archive_query_results",
            &expect![[
                r#"{"name":"max_archive_query_results","module":"mam","origin":"core","type":"integer","default":"50","enum":null,"min":0,"max":null,"scope":"host","since":null,"removed":null,"deprecated":null,"items":null,"fallback":null,"accepts":null,"suggest":null,"keys":null,"at":"plugins/mod_mam/mod_mam.lua:45"}"#
            ]],
        );
        check(
            Version::V0_12,
            "max_archive_query_results",
            &expect![[
                r#"{"name":"max_archive_query_results","module":"mam","origin":"core","type":"number","default":"50","enum":null,"min":null,"max":null,"scope":"host","since":null,"removed":null,"deprecated":null,"items":null,"fallback":null,"accepts":null,"suggest":null,"keys":null,"at":"plugins/mod_mam/mod_mam.lua:45"}"#
            ]],
        );
        check(
            Version::V13_0,
            "default_archive_policy",
            &expect![[
                r#"{"name":"default_archive_policy","module":"mam","origin":"core","type":"enum","default":"\"always\"","enum":["always","roster","never",true,false],"min":null,"max":null,"scope":"host","since":null,"removed":null,"deprecated":null,"items":null,"fallback":null,"accepts":null,"suggest":null,"keys":null,"at":"plugins/mod_mam/mamprefs.lib.lua:13"}"#
            ]],
        );
    }

    #[test]
    fn everything_is_in_the_order_of_its_names() {
        let document = document(Version::V0_12, None);
        assert_eq!(document["prosody"], json!("0.12"));
        let list = |key: &str| document[key].as_array().unwrap().clone();
        let key = |entry: &Value, name: &str| entry[name].as_str().unwrap().to_owned();
        let modules: Vec<_> = list("modules").iter().map(|entry| key(entry, "name")).collect();
        let options: Vec<_> =
            list("options").iter().map(|entry| (key(entry, "module"), key(entry, "name"))).collect();
        assert!(modules.is_sorted() && options.is_sorted());
    }

    #[test]
    fn a_module_says_all_there_is_to_know() {
        let document = document(Version::V13_0, Some("http_file_share"));
        let mut module = document["modules"][0].clone();
        for prose in ["summary", "doc"] {
            assert!(module[prose].take().is_string());
        }
        expect![[r#"{"name":"http_file_share","origin":"core","kinds":["host"],"xeps":[{"number":363,"extent":"complete","since":"0.12.0"}],"depends":["cron","disco"],"conflicts":[],"requires":[],"provides":["http:file_share"],"inherits":[],"needs":[],"seen":[],"stage":null,"since":"0.12","removed":null,"deprecated":null,"summary":null,"doc":null,"url":"https://prosody.im/doc/modules/mod_http_file_share"}"#]].assert_eq(&module.to_string());
    }

    #[test]
    fn tables_of_their_own_kind_are_told_once() {
        let document = document(Version::V13_0, Some("ssl"));
        let with_keys =
            document["options"].as_array().unwrap().iter().find(|entry| !entry["keys"].is_null()).unwrap();
        let any = with_keys["keys"].as_array().unwrap().iter().find(|key| key["name"] == "*").unwrap();
        assert_eq!(any["type"], "table");
        assert!(any["keys"].is_null());
    }
}
