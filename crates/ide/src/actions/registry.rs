//! The actions, by name.

use super::{
    ActionKind, Actions, Context, add_module, append, comment_module, credential, disable_module,
    environment, extract_host, fix, fix_all, group_modules, ignore, lua_api, move_to_global, move_to_layer,
    remove_ineffective, sort_modules,
};

/// An action: what it is called, what it says about itself, and how it looks whether there is something to do.
#[derive(Debug)]
pub struct ActionInfo {
    /// Its name, such as `extract-host`; stable.
    pub name: &'static str,
    /// The kind of what it offers, as a rule.
    pub kind: ActionKind,
    /// Its documentation in Markdown: what it does, and an example before and after.
    pub doc: &'static str,
    pub(super) offer: fn(&Context<'_>, &mut Actions<'_>),
}

impl ActionInfo {
    /// The first sentence of its documentation.
    pub fn summary(&self) -> &'static str {
        self.doc.trim().lines().next().unwrap_or_default()
    }
}

/// All actions: those that mend something first.
pub fn all() -> &'static [&'static ActionInfo] {
    ALL
}

static ALL: &[&ActionInfo] = &[
    &fix::FIX,
    &add_module::ADD_MODULE,
    &remove_ineffective::REMOVE_INEFFECTIVE,
    &append::APPEND,
    &credential::CREDENTIAL,
    &move_to_global::MOVE_TO_GLOBAL,
    &ignore::IGNORE,
    &fix_all::FIX_ALL,
    &comment_module::COMMENT_MODULE,
    &disable_module::DISABLE_MODULE,
    &sort_modules::SORT_MODULES,
    &group_modules::GROUP_MODULES,
    &environment::ENVIRONMENT,
    &lua_api::LUA_API,
    &extract_host::EXTRACT_HOST,
    &move_to_layer::MOVE_TO_LAYER,
];

/// Declares an action; its doc comment becomes its documentation.
macro_rules! declare_action {
    ($(#[doc = $doc:literal])+ $ident:ident = $name:literal, $kind:ident, $offer:path) => {
        $(#[doc = $doc])+
        pub(super) static $ident: $crate::actions::ActionInfo = $crate::actions::ActionInfo {
            name: $name,
            kind: $crate::actions::ActionKind::$kind,
            doc: concat!($($doc, "\n",)+),
            offer: $offer,
        };
    };
}
pub(super) use declare_action;
