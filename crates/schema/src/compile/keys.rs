//! Whose keys are meant where a table has those of another option.

use std::collections::BTreeMap;

use super::document::ModuleFile;
use crate::vocabulary::Origin;

/// The options that have keys of their own, each with a number.
#[derive(Default)]
pub(super) struct KeyOwners<'a> {
    /// By option; then by module, Prosody's own before those of the community.
    owners: BTreeMap<&'a str, BTreeMap<(bool, &'a str), usize>>,
}

impl<'a> KeyOwners<'a> {
    pub(super) fn new(modules: impl Iterator<Item = &'a ModuleFile>) -> Self {
        let mut this = Self::default();
        let mut next = 0;
        for module in modules {
            for (name, _) in module.options.iter().filter(|(_, option)| !option.keys.is_empty()) {
                this.owners.entry(name.get_ref()).or_default().insert(owner(module), next);
                next += 1;
            }
        }
        this
    }

    /// The number of the keys that an option of this module has itself.
    pub(super) fn own(&self, module: &ModuleFile, option: &str) -> Option<usize> {
        self.owners.get(option)?.get(&owner(module)).copied()
    }

    /// The number of the keys that `keys_of` means: an option's, or with `module.option` those of one module.
    /// Prosody's own go before those of community modules.
    pub(super) fn find(&self, name: &str) -> Result<usize, String> {
        let unknown = || format!("'{name}' is no option with keys");
        let (module, option) = name.rsplit_once('.').map_or((None, name), |(m, o)| (Some(m), o));
        let owners = self.owners.get(option).ok_or_else(unknown)?;
        let mut meant =
            owners.iter().filter(|((_, owner), _)| module.is_none_or(|module| module == *owner)).peekable();
        let ((foreign, first), number) = meant.next().ok_or_else(unknown)?;
        match meant.peek() {
            Some(((other_foreign, other), _)) if foreign == other_foreign => Err(format!(
                "both {first} and {other} say what '{option}' holds: write \"{first}.{option}\" or the like"
            )),
            _ => Ok(*number),
        }
    }
}

fn owner(module: &ModuleFile) -> (bool, &str) {
    (module.origin.get_ref() == Origin::Community.name(), module.name.get_ref())
}
