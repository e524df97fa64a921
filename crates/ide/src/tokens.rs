//! What the words of a file mean to Prosody, for editors to colour: options by whether they are known, deprecated,
//! overridden or never run here; hosts, modules, functions of the configuration language, local variables.
//!
//! Keywords, strings and numbers are left to the editor's own grammar.

mod walk;

use config::{Fate, FileId, Settings, Tree, TreeRole};
use rustc_hash::FxHashMap;
use syntax::Span;

use crate::Analysis;
use crate::place::Place;

/// A word with a meaning. On one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its bytes.
    pub span: Span,
    /// What it is.
    pub kind: TokenType,
    /// What else there is to say about it.
    pub modifiers: Vec<Modifier>,
}

/// The kinds of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenType {
    /// An option.
    Option,
    /// A host or component.
    Host,
    /// A module.
    Module,
    /// A function of the configuration language: `VirtualHost`, `Include`.
    Function,
    /// A variable of the environment: `ENV_NAME`.
    Environment,
    /// A local variable.
    Variable,
    /// A parameter of a function.
    Parameter,
}

impl TokenType {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 7] = [
        Self::Option,
        Self::Host,
        Self::Module,
        Self::Function,
        Self::Environment,
        Self::Variable,
        Self::Parameter,
    ];
}

/// What else there is to say about a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modifier {
    /// It is declared here.
    Declaration,
    /// Prosody itself or a module of its own knows it.
    Known,
    /// It ought not to be used.
    Deprecated,
    /// A later assignment overrides it.
    Overridden,
    /// It does not run in the profile that is shown.
    Inactive,
}

impl Modifier {
    /// All of them, in the order of their bits.
    pub const ALL: [Self; 5] =
        [Self::Declaration, Self::Known, Self::Deprecated, Self::Overridden, Self::Inactive];
}

impl Analysis {
    /// The words of a file that have a meaning, in order.
    pub fn tokens(&self, file: FileId) -> Vec<Token> {
        let Some(place) = Place::new(&self.snapshot, crate::Position { file, offset: 0 }) else {
            return Vec::new();
        };
        let fates = Fates::of(place.tree.map(|tree| &**tree), file);
        let mut tokens = walk::tokens(&place, &fates);
        tokens.retain(|token| {
            let bytes = token.span.slice(place.text());
            !bytes.is_empty() && !bytes.contains(&b'\n') && !bytes.contains(&b'\r')
        });
        tokens.sort_by_key(|token| token.span.start);
        tokens.dedup_by_key(|token| token.span.start);
        tokens
    }
}

/// What becomes of the assignments of one file.
#[derive(Debug, Default)]
pub(crate) struct Fates {
    /// By where the option's name begins: whether every run of it is overridden.
    overridden: FxHashMap<u32, bool>,
    /// Whether what is not listed does not run: the tree is known to its end.
    pub(crate) complete: bool,
}

impl Fates {
    pub(crate) fn of(tree: Option<&Tree>, file: FileId) -> Self {
        let Some(tree) = tree else { return Self::default() };
        let settings: &Settings = &tree.settings;
        let mut overridden = FxHashMap::default();
        for (id, set) in settings.in_file(file) {
            let is = matches!(settings.fate(id), Fate::OverriddenBy(_));
            overridden.entry(set.name_span.start).and_modify(|all: &mut bool| *all &= is).or_insert(is);
        }
        let complete = tree.role == TreeRole::Entry
            && settings.error.is_none()
            && !settings.lost_track()
            && settings.runs(file);
        Self { overridden, complete }
    }

    /// Whether the assignment whose option's name begins at an offset runs.
    pub(crate) fn runs(&self, name: u32) -> bool {
        self.overridden.contains_key(&name)
    }

    /// What is to be said of the assignment whose option's name begins at an offset.
    fn modifier(&self, name: u32) -> Option<Modifier> {
        match self.overridden.get(&name) {
            Some(true) => Some(Modifier::Overridden),
            Some(false) => None,
            None => self.complete.then_some(Modifier::Inactive),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::at;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(at(text).tokens(), expected);
    }

    #[test]
    fn options_by_what_prosody_makes_of_them() {
        check(
            "$0admins = {}
no_such_option = 1
http_host = 'a'
http_host = 'b'
if false then log = 'info' end
daemonize = true
",
            &[
                "admins Option Known",
                "no_such_option Option",
                "http_host Option Known Overridden",
                "http_host Option Known",
                "log Option Known Inactive",
                "daemonize Option Known Deprecated",
            ],
        );
    }

    #[test]
    fn hosts_modules_and_functions() {
        check(
            "$0modules_enabled = { 'mam', \"my_own\" }
modules_enabled:append { 'muc' }
Include 'x.cfg.lua'
VirtualHost 'a.example' { enabled = true }
Component \"rooms.example\" 'muc'
  name = ENV_NAME
",
            &[
                "modules_enabled Option Known",
                "mam Module Known",
                "my_own Module",
                "modules_enabled Option Known",
                "muc Module Known",
                "Include Function Known",
                "VirtualHost Function Known",
                "a.example Host",
                "enabled Option Known",
                "Component Function Known",
                "rooms.example Host",
                "muc Module Known",
                "name Option Known",
                "ENV_NAME Environment",
            ],
        );
    }

    #[test]
    fn locals_are_no_options() {
        check(
            "$0local admins = { 'a' }
local function twice(list) return list end
http_host = twice(admins)
for index, value in pairs(admins) do log = value end
http_host = index
",
            &[
                "admins Variable Declaration",
                "twice Variable Declaration",
                "list Parameter Declaration",
                "list Parameter",
                "http_host Option Known Overridden",
                "twice Variable",
                "admins Variable",
                "index Variable Declaration",
                "value Variable Declaration",
                "admins Variable",
                "log Option Known",
                "value Variable",
                "http_host Option Known",
            ],
        );
    }

    #[test]
    fn nothing_is_said_to_be_inactive_where_loading_fails() {
        check("$0error('x')\nlog = 'info'\n", &["log Option Known"]);
    }
}
