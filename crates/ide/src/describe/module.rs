//! Modules in a few words.

use schema::{Module, ModuleKind, Origin};

/// `core module`, `community module`, `part of the server`, `private module`
pub(crate) fn origin_text(module: &Module) -> &'static str {
    match module.origin {
        Origin::Core => "core module",
        Origin::Community => "community module",
        Origin::Server => "part of the server",
        Origin::Private => "private module",
    }
}

/// What it may be used as, where that is more than being loaded on hosts.
pub(crate) fn kinds_text(module: &Module) -> impl Iterator<Item = &'static str> {
    module.kinds.iter().filter_map(|kind| match kind {
        ModuleKind::Host | ModuleKind::Shared => None,
        ModuleKind::ComponentOnly => Some("only for `Component`"),
        ModuleKind::ComponentCapable => Some("on hosts and as `Component`"),
        ModuleKind::Global => Some("for the whole server"),
        ModuleKind::Autoloaded => Some("loaded by itself"),
        ModuleKind::AuthProvider => Some("for `authentication`"),
        ModuleKind::StorageProvider => Some("for `storage`"),
        ModuleKind::AuthzProvider => Some("for `authorization`"),
        ModuleKind::NetProvider => Some("opens ports"),
        ModuleKind::Command => Some("with a command for `prosodyctl`"),
    })
}

/// A module's name with its prefix: `mod_mam`, `core.portmanager`.
pub(crate) fn module_name(module: &Module) -> String {
    if module.is_loadable() { format!("mod_{}", module.name) } else { module.name.to_string() }
}

/// A module's name for a sentence: `mod_mam`, `core.portmanager`; linked if it has a page.
pub(crate) fn module_badge(module: &Module) -> String {
    let name = module_name(module);
    match module.url {
        Some(url) => format!("[{name}]({url})"),
        None => format!("`{name}`"),
    }
}

/// `**mod_mam** · core module · on hosts and as Component`
pub(crate) fn module_card_head(module: &Module) -> String {
    let words = std::iter::once(origin_text(module)).chain(kinds_text(module));
    format!("**mod_{}** · {}", module.name, words.collect::<Vec<_>>().join(" · "))
}

/// The page that documents a module.
pub(crate) fn page(module: &Module) -> Option<String> {
    module.url.map(|url| format!("[Documentation]({url})"))
}
