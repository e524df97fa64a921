//! Whose keys are meant where a table has those of another option.

use std::collections::BTreeMap;

use super::document::{Key, ModuleFile, Text};
use crate::vocabulary::Origin;

/// The keys that an option has itself.
#[derive(Clone, Copy)]
pub(super) struct OwnKeys<'a> {
    pub(super) number: usize,
    pub(super) keys: &'a BTreeMap<Text, Key>,
}

/// The options that have keys of their own.
#[derive(Default)]
pub(super) struct KeyOwners<'a> {
    /// By option; then by module, Prosody's own before those of the community.
    owners: BTreeMap<&'a str, BTreeMap<(bool, &'a str), OwnKeys<'a>>>,
}

impl<'a> KeyOwners<'a> {
    pub(super) fn new(modules: impl Iterator<Item = &'a ModuleFile>) -> Self {
        let mut this = Self::default();
        let mut number = 0;
        for module in modules {
            for (name, option) in module.options.iter().filter(|(_, option)| !option.keys.is_empty()) {
                let own = OwnKeys { number, keys: &option.keys };
                this.owners.entry(name.get_ref()).or_default().insert(owner(module), own);
                number += 1;
            }
        }
        this
    }

    /// The keys that an option of this module has itself.
    pub(super) fn own(&self, module: &ModuleFile, option: &str) -> Option<OwnKeys<'a>> {
        self.owners.get(option)?.get(&owner(module)).copied()
    }

    /// The keys that `keys_of` means: an option's, or with `module.option` those of one module.
    /// Prosody's own go before those of community modules.
    pub(super) fn find(&self, name: &str) -> Result<OwnKeys<'a>, String> {
        let unknown = || format!("'{name}' is no option with keys");
        let (module, option) = name.rsplit_once('.').map_or((None, name), |(m, o)| (Some(m), o));
        let owners = self.owners.get(option).ok_or_else(unknown)?;
        let mut meant =
            owners.iter().filter(|((_, owner), _)| module.is_none_or(|module| module == *owner)).peekable();
        let ((foreign, first), keys) = meant.next().ok_or_else(unknown)?;
        match meant.peek() {
            Some(((other_foreign, other), _)) if foreign == other_foreign => Err(format!(
                "both {first} and {other} say what '{option}' holds: write \"{first}.{option}\" or the like"
            )),
            _ => Ok(*keys),
        }
    }
}

fn owner(module: &ModuleFile) -> (bool, &str) {
    (module.origin.get_ref() == Origin::Community.name(), module.name.get_ref())
}
