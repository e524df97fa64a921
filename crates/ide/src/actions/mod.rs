//! Code actions: what can be done at a place.
//!
//! One action per file. Its doc comment, with an example before and after, is its published documentation and a test at
//! once. An action sees the place, and adds what it offers to [`Actions`]; the change itself is put together only if
//! somebody wants it.

mod add_module;
mod append;
mod comment_module;
mod credential;
mod disable_module;
mod environment;
mod extract_host;
mod fix;
mod fix_all;
mod group_modules;
mod ignore;
mod items;
mod lua_api;
mod movable;
mod move_to_global;
mod move_to_layer;
mod patch;
mod registry;
mod remove_ineffective;
mod sort_modules;
mod text;

#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::path::PathBuf;

use config::FileId;
use syntax::Span;

pub(crate) use add_module::{enabling, readers as modules_that_read};
pub use registry::{ActionInfo, all as action_list};

use crate::place::Place;
use crate::{Analysis, Edit, Finding, Position};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct ActionRequest {
    /// The file.
    pub file: FileId,
    /// The place: the cursor, or what is selected.
    pub span: Span,
    /// The kinds that are wanted.
    pub kinds: Vec<ActionKind>,
    /// Whether changes may create files.
    pub creates_files: bool,
    /// Which changes are wanted with the actions.
    pub changes: Changes,
}

/// Which changes are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// Those of all actions.
    Now,
    /// Those that are ready anyway.
    Later,
    /// That of one action, by its name and title.
    Of(String, String),
}

/// Something that can be done at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The name of the action, such as `extract-host`.
    pub name: &'static str,
    /// What it does here, in the imperative; unique among the actions of that name at the place.
    pub title: String,
    /// What kind of thing it does.
    pub kind: ActionKind,
    /// Whether it is most likely what is wanted.
    pub preferred: bool,
    /// Whether the configuration means the same afterwards.
    pub keeps_meaning: bool,
    /// The finding that it does something about.
    pub finding: Option<Finding>,
    /// What it changes; `None` if that is put together later.
    pub change: Option<Change>,
}

/// The kinds of actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// Mends a finding.
    QuickFix,
    /// Writes something in another way.
    Rewrite,
    /// Puts something into a place of its own.
    Extract,
    /// Puts something somewhere else.
    Move,
    /// Mends all that can be mended without asking.
    FixAll,
}

impl ActionKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::QuickFix, Self::Rewrite, Self::Extract, Self::Move, Self::FixAll];
}

/// What an action changes. The files that it edits are known; those that it creates are not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Edits of files; they do not overlap.
    pub edits: Vec<Edit>,
    /// New files.
    pub creates: Vec<NewFile>,
}

/// A file that is created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Where.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
}

impl From<Vec<Edit>> for Change {
    fn from(edits: Vec<Edit>) -> Self {
        Self { edits, creates: Vec::new() }
    }
}

impl Analysis {
    /// What can be done at a place.
    pub fn actions(&self, request: &ActionRequest) -> Vec<Action> {
        let at = Position { file: request.file, offset: request.span.start };
        let Some(place) = Place::new(&self.snapshot, at) else { return Vec::new() };
        let context = Context { place, request, findings: OnceCell::new() };
        let mut actions = Actions { wanted: &request.changes, info: None, found: Vec::new() };
        for info in registry::all() {
            // What moves something may mend a finding with it.
            let may_be_wanted = request.kinds.contains(&info.kind) || info.kind == ActionKind::Move;
            if may_be_wanted && actions.wants(info) {
                actions.info = Some(info);
                (info.offer)(&context, &mut actions);
            }
        }
        actions.found.retain(|action| request.kinds.contains(&action.kind));
        actions.found
    }
}

/// What an action looks at.
pub(crate) struct Context<'a> {
    pub(crate) place: Place<'a>,
    pub(crate) request: &'a ActionRequest,
    findings: OnceCell<Vec<Finding>>,
}

impl Context<'_> {
    /// The findings of the file that the place touches.
    pub(crate) fn findings_here(&self) -> impl Iterator<Item = &Finding> {
        let span = self.request.span;
        self.findings().iter().filter(move |it| it.span.touches(span.start) || span.touches(it.span.start))
    }

    /// The findings of a rule that the place touches.
    pub(crate) fn findings_of(&self, rule: &'static str) -> impl Iterator<Item = &Finding> {
        self.findings_here().filter(move |finding| finding.rule == rule)
    }

    /// All findings of the file.
    pub(crate) fn findings(&self) -> &[Finding] {
        self.findings.get_or_init(|| rules::check(self.place.snapshot, self.place.file.id))
    }

    /// An edit of the file.
    pub(crate) fn edit(&self, span: Span, text: impl Into<String>) -> Edit {
        Edit { file: self.place.file.id, span, text: text.into() }
    }
}

/// Collects what is offered.
pub(crate) struct Actions<'r> {
    wanted: &'r Changes,
    info: Option<&'static ActionInfo>,
    found: Vec<Action>,
}

impl Actions<'_> {
    fn wants(&self, info: &ActionInfo) -> bool {
        !matches!(self.wanted, Changes::Of(name, _) if name != info.name)
    }

    /// Offers the action of the file's own kind, which keeps what the configuration means.
    pub(crate) fn add(
        &mut self,
        title: impl Into<String>,
        change: impl FnOnce() -> Change,
    ) -> Option<&mut Action> {
        let (info, title) = (self.info?, title.into());
        let change = match self.wanted {
            Changes::Now => Some(change()),
            Changes::Later => None,
            Changes::Of(_, wanted) if *wanted == title => Some(change()),
            Changes::Of(..) => return None,
        };
        if self.found.iter().any(|other| other.name == info.name && other.title == title) {
            return None;
        }
        self.found.push(Action {
            name: info.name,
            title,
            kind: info.kind,
            preferred: false,
            keeps_meaning: true,
            finding: None,
            change,
        });
        self.found.last_mut()
    }

    /// The same for what changes the meaning on purpose.
    pub(crate) fn add_other(
        &mut self,
        title: impl Into<String>,
        change: impl FnOnce() -> Change,
    ) -> Option<&mut Action> {
        let action = self.add(title, change)?;
        action.keeps_meaning = false;
        Some(action)
    }
}
