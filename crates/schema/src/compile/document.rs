//! The shape of schema files.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// A text with its place.
pub(super) type Text = Spanned<String>;

/// `schemas/{core,server,community}/<name>.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModuleFile {
    pub(super) name: Text,
    pub(super) origin: Text,
    #[serde(default)]
    pub(super) kinds: Vec<Text>,
    pub(super) since: Option<Text>,
    pub(super) removed: Option<Text>,
    #[serde(default)]
    pub(super) depends: Vec<Text>,
    #[serde(default)]
    pub(super) conflicts: Vec<Text>,
    #[serde(default)]
    pub(super) requires: Vec<Text>,
    #[serde(default)]
    pub(super) provides: Vec<Text>,
    #[serde(default)]
    pub(super) inherits: Vec<Text>,
    #[serde(default)]
    pub(super) seen: Vec<Text>,
    pub(super) stage: Option<Text>,
    #[serde(default)]
    pub(super) xeps: Vec<ModuleXep>,
    pub(super) summary: Option<Text>,
    pub(super) doc: Option<Text>,
    #[serde(default)]
    pub(super) needs: Vec<String>,
    pub(super) url: Option<Text>,
    pub(super) deprecated: Option<Deprecation>,
    #[serde(default)]
    pub(super) options: BTreeMap<Text, ModuleOption>,
}

/// `[options.<name>]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModuleOption {
    #[serde(rename = "type")]
    pub(super) ty: Text,
    pub(super) default: Option<Text>,
    pub(super) min: Option<Spanned<f64>>,
    pub(super) max: Option<Spanned<f64>>,
    #[serde(rename = "enum")]
    pub(super) values: Option<Vec<EnumValue>>,
    pub(super) scope: Option<Text>,
    pub(super) items: Option<Text>,
    pub(super) doc: Option<Text>,
    pub(super) example: Option<Text>,
    pub(super) since: Option<Text>,
    pub(super) removed: Option<Text>,
    pub(super) deprecated: Option<Deprecation>,
    pub(super) fallback: Option<Text>,
    pub(super) at: Option<Text>,
    #[serde(default)]
    pub(super) accepts: Vec<Text>,
    #[serde(default)]
    pub(super) suggest: Vec<Spanned<EnumValue>>,
    #[serde(default)]
    pub(super) keys: BTreeMap<Text, Key>,
    pub(super) keys_of: Option<Text>,
    #[serde(default)]
    pub(super) versions: BTreeMap<Text, Override>,
}

/// `versions."<series>"`: what differs in this series and before.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Override {
    #[serde(rename = "type")]
    pub(super) ty: Option<Text>,
    pub(super) default: Option<Text>,
    pub(super) min: Option<Spanned<f64>>,
    pub(super) max: Option<Spanned<f64>>,
    #[serde(rename = "enum")]
    pub(super) values: Option<Vec<EnumValue>>,
    pub(super) scope: Option<Text>,
    pub(super) items: Option<Text>,
    pub(super) fallback: Option<Text>,
    #[serde(default)]
    pub(super) unset: Vec<Text>,
}

/// `[options.<name>.keys.<key>]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Key {
    #[serde(rename = "type")]
    pub(super) ty: Text,
    pub(super) default: Option<Text>,
    pub(super) min: Option<Spanned<f64>>,
    pub(super) max: Option<Spanned<f64>>,
    #[serde(rename = "enum")]
    pub(super) values: Option<Vec<EnumValue>>,
    pub(super) items: Option<Text>,
    #[serde(default)]
    pub(super) accepts: Vec<Text>,
    pub(super) doc: Option<Text>,
    pub(super) example: Option<Text>,
    pub(super) since: Option<Text>,
    pub(super) removed: Option<Text>,
    pub(super) deprecated: Option<Deprecation>,
    #[serde(default)]
    pub(super) keys: BTreeMap<Text, Key>,
    pub(super) keys_of: Option<Text>,
}

/// One value of an `enum`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged, expecting = "an enum's values are strings, booleans and numbers")]
pub(super) enum EnumValue {
    String(String),
    Boolean(bool),
    Number(f64),
}

/// `deprecated = { ... }`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deprecation {
    pub(super) since: Option<Text>,
    #[serde(rename = "use")]
    pub(super) replacement: Option<Text>,
    pub(super) note: Option<Text>,
}

/// One of a module's `xeps`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModuleXep {
    pub(super) number: Spanned<u16>,
    pub(super) extent: Option<Text>,
    pub(super) since: Option<Text>,
}

/// `schemas/xeps.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct XepFile {
    #[serde(default)]
    pub(super) xep: Vec<Xep>,
}

/// `[[xep]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Xep {
    pub(super) number: Spanned<u16>,
    pub(super) title: String,
    pub(super) status: Text,
    pub(super) kind: Text,
    pub(super) version: Option<String>,
    pub(super) date: Option<String>,
    #[serde(default)]
    pub(super) superseded_by: Vec<Spanned<u16>>,
}

/// `schemas/rfcs.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RfcFile {
    #[serde(default)]
    pub(super) rfc: Vec<Rfc>,
}

/// `[[rfc]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rfc {
    pub(super) number: Spanned<u16>,
    pub(super) title: String,
    pub(super) status: Text,
    pub(super) date: String,
    #[serde(default)]
    pub(super) obsoleted_by: Vec<Spanned<u16>>,
}
