//! What may stand at a path of keys: an option's own value, or something in its tables.

use schema::{EnumValue, Key, ModuleKind, OptionInfo, OptionType, Schema, Version};

/// An option, or a key somewhere in its tables.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape<'a> {
    /// The option itself.
    Option(OptionInfo<'a>),
    /// A key in its tables, in this series.
    Key(&'static Key, Version),
}

impl<'a> Shape<'a> {
    /// What stands at a path: the option's name, then keys; an item of a list may be left out or written `[]`.
    pub(crate) fn at(schema: Schema<'a>, path: &[String]) -> Option<Self> {
        let (option, keys) = path.split_first()?;
        let option = Self::Option(schema.option(option)?);
        keys.iter().try_fold(option, |shape, key| shape.key(key))
    }

    /// What stands at a key of its table.
    pub(crate) fn key(self, name: &str) -> Option<Self> {
        let keys = self.all_keys();
        let exact = keys.iter().find(|key| key.is_named() && key.name == name);
        if exact.is_none()
            && (name.is_empty() || name == Key::ITEM || name.bytes().all(|b| b.is_ascii_digit()))
        {
            let item = keys.iter().find(|key| key.name == Key::ITEM);
            if let Some(item) = item {
                return Some(Self::Key(item, self.version()));
            }
        }
        let any = || keys.iter().find(|key| key.name == Key::ANY);
        if let Some(key) = exact.or_else(any) {
            return Some(Self::Key(key, self.version()));
        }
        // A table in a list: its keys may be meant.
        self.item().filter(|item| !item.all_keys().is_empty()).and_then(|item| item.key(name))
    }

    /// The items of its list, if something is known about them.
    pub(crate) fn item(self) -> Option<Self> {
        let key = self.all_keys().into_iter().find(|key| key.name == Key::ITEM)?;
        Some(Self::Key(key, self.version()))
    }

    /// The keys that can be written in its table.
    pub(crate) fn named_keys(self) -> Vec<&'static Key> {
        self.all_keys().into_iter().filter(|key| key.is_named()).collect()
    }

    fn all_keys(self) -> Vec<&'static Key> {
        match self {
            Self::Option(option) => option.keys().collect(),
            Self::Key(key, version) => key.keys(version).collect(),
        }
    }

    fn version(self) -> Version {
        match self {
            Self::Option(option) => option.version(),
            Self::Key(_, version) => version,
        }
    }

    /// The types that a value may have, the usual one first; empty if nothing is known.
    pub(crate) fn types(self) -> Vec<OptionType> {
        let (types, accepts) = match self {
            Self::Option(option) => (option.types(), option.accepts()),
            Self::Key(key, _) => (vec![key.ty], key.accepts),
        };
        let known = types.into_iter().filter(|ty| *ty != OptionType::Any);
        let mut all: Vec<OptionType> = Vec::new();
        for ty in known.chain(accepts.iter().copied()) {
            if !all.contains(&ty) {
                all.push(ty);
            }
        }
        all
    }

    /// The type of a list's items.
    pub(crate) fn items(self) -> Option<OptionType> {
        match self {
            Self::Option(option) => option.readers().find_map(|reader| reader.facts.items),
            Self::Key(key, _) => key.items,
        }
    }

    /// The few values that it may have.
    pub(crate) fn values(self) -> Vec<EnumValue> {
        match self {
            Self::Option(option) => option.values(),
            Self::Key(key, _) => key.values.to_vec(),
        }
    }

    /// Values worth proposing: there may be others.
    pub(crate) fn suggestions(self) -> Vec<EnumValue> {
        match self {
            Self::Option(option) => option.suggestions(),
            Self::Key(..) => Vec::new(),
        }
    }

    /// The default as Lua source.
    pub(crate) fn default(self) -> Option<&'a str> {
        match self {
            Self::Option(option) => option.default().or(option.best().facts.default.as_deref()),
            Self::Key(key, _) => key.default,
        }
    }
}

/// The kind of module that an option's value names, with what the module's name begins with.
pub(crate) fn provider(path: &[String]) -> Option<(ModuleKind, &'static str)> {
    let mut path = path.iter().map(String::as_str);
    match (path.next()?, path.next()) {
        ("authentication", None) => Some((ModuleKind::AuthProvider, "auth_")),
        ("storage" | "default_storage", _) => Some((ModuleKind::StorageProvider, "storage_")),
        ("authorization", None) => Some((ModuleKind::AuthzProvider, "authz_")),
        _ => None,
    }
}

/// Whether a path begins with an option that is a list of modules.
pub(crate) fn is_module_list(path: &[String]) -> bool {
    path.first().is_some_and(|option| lists_modules(option))
}

/// Whether an option is a list of modules.
pub(crate) fn lists_modules(option: &str) -> bool {
    matches!(option, "modules_enabled" | "modules_disabled" | "reload_modules")
}

/// Whether a value names one of the server's own hosts.
pub(crate) fn names_host(path: &[String]) -> bool {
    let Some(option) = path.first() else { return false };
    matches!(
        option.as_str(),
        "disco_items" | "proxy65_address" | "main_muc" | "muc_component" | "main_domain"
    ) || option.ends_with("_default_host")
        || option == "http_host"
}
