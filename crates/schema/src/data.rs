//! The schema files, compiled by the build script.

use std::borrow::Cow;

use crate::model::FactsBySeries;
use crate::option_info::OptionEntry;
use crate::{
    Deprecation, EnumValue, Extent, Facts, Key, Module, ModuleKind, ModuleOption, ModuleXep, OptionType,
    Origin, Rfc, Scope, Stage, Version, Xep,
};

include!(concat!(env!("OUT_DIR"), "/data.rs"));
