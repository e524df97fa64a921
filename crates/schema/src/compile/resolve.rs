//! The facts of an option in each series, from its newest facts and its `versions` tables.

use toml::Spanned;

use super::document::{EnumValue, ModuleFile, ModuleOption, Text};
use crate::version::Version;

/// What one series makes of an option, still as written.
#[derive(Clone)]
pub(super) struct Facts<'a> {
    pub(super) ty: &'a Text,
    pub(super) default: Option<&'a Text>,
    pub(super) min: Option<&'a Spanned<f64>>,
    pub(super) max: Option<&'a Spanned<f64>>,
    pub(super) values: Option<&'a [EnumValue]>,
    pub(super) scope: Option<&'a Text>,
    pub(super) items: Option<&'a Text>,
    pub(super) fallback: Option<&'a Text>,
}

/// The fields that a `versions` table may unset.
pub(super) const UNSETTABLE: [&str; 7] = ["default", "min", "max", "enum", "scope", "items", "fallback"];

/// The facts per series, oldest first; `None` where the module or the option does not exist.
pub(super) fn facts_by_version<'a>(
    module: &ModuleFile,
    option: &'a ModuleOption,
) -> [Option<Facts<'a>>; Version::ALL.len()] {
    Version::ALL.map(|version| {
        let exists = exists(module.since.as_ref(), module.removed.as_ref(), version)
            && exists(option.since.as_ref(), option.removed.as_ref(), version);
        exists.then(|| facts(option, version))
    })
}

/// What a series makes of an option: the newest facts, changed by the tables of that series and all newer ones.
fn facts(option: &ModuleOption, version: Version) -> Facts<'_> {
    let mut facts = Facts {
        ty: &option.ty,
        default: option.default.as_ref(),
        min: option.min.as_ref(),
        max: option.max.as_ref(),
        values: option.values.as_deref(),
        scope: option.scope.as_ref(),
        items: option.items.as_ref(),
        fallback: option.fallback.as_ref(),
    };
    for newer in Version::ALL.into_iter().rev().filter(|newer| *newer >= version) {
        let Some(change) = option.versions.get(newer.name()) else { continue };
        for field in &change.unset {
            match field.get_ref().as_str() {
                "default" => facts.default = None,
                "min" => facts.min = None,
                "max" => facts.max = None,
                "enum" => facts.values = None,
                "scope" => facts.scope = None,
                "items" => facts.items = None,
                "fallback" => facts.fallback = None,
                // Refused by the check.
                _ => {}
            }
        }
        facts.ty = change.ty.as_ref().unwrap_or(facts.ty);
        facts.default = change.default.as_ref().or(facts.default);
        facts.min = change.min.as_ref().or(facts.min);
        facts.max = change.max.as_ref().or(facts.max);
        facts.values = change.values.as_deref().or(facts.values);
        facts.scope = change.scope.as_ref().or(facts.scope);
        facts.items = change.items.as_ref().or(facts.items);
        facts.fallback = change.fallback.as_ref().or(facts.fallback);
    }
    facts
}

fn exists(since: Option<&Text>, removed: Option<&Text>, version: Version) -> bool {
    since.and_then(series).is_none_or(|since| since <= version)
        && removed.and_then(series).is_none_or(|removed| version < removed)
}

/// The series of this exact name.
pub(super) fn series(name: &Text) -> Option<Version> {
    Version::ALL.into_iter().find(|version| version.name() == name.get_ref())
}

/// The first series of interest in which a deprecation counts: releases before 0.11 count as it.
pub(super) fn deprecated_from(since: Option<&str>) -> Result<Version, String> {
    let Some(since) = since else { return Ok(Version::V0_11) };
    let mut parts = since.split('.').map(str::parse::<u32>);
    match (parts.next(), parts.next()) {
        _ if since == Version::Trunk.name() => Ok(Version::Trunk),
        (Some(Ok(0)), Some(Ok(minor))) if minor <= 11 => Ok(Version::V0_11),
        (Some(Ok(0)), Some(Ok(12))) => Ok(Version::V0_12),
        (Some(Ok(13)), None | Some(Ok(_))) => Ok(Version::V13_0),
        _ => Err(format!("'{since}' is no release of Prosody")),
    }
}
