//! Editor features as plain questions to a [`Snapshot`]: one feature per file, plain data in and out.
//! Offsets are bytes; nothing here knows LSP.

mod chain;
mod completion;
mod definition;
mod describe;
mod flat;
mod graph;
mod hover;
mod loaded;
mod locals;
mod place;
pub mod reference;
mod sections;
mod shape;
mod subject;
mod symbols;
#[cfg(test)]
mod testing;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::{FileId, Snapshot, SourceFile};
use schema::{Schema, Version};
use syntax::Span;

pub use chain::{OptionChain, OtherPlace, Step, StepFate, option_at, option_chain};
pub use describe::short as short_value;
pub use flat::{Flat, flat, flat_host};
pub use graph::{Edge as LoadEdge, Graph, Node as LoadNode, graph};
pub use rules::{Edit, Finding, Fix, Note, Severity, Tag};

/// Answers an editor's questions about one [`Snapshot`].
#[derive(Debug, Clone)]
pub struct Analysis {
    snapshot: Arc<Snapshot>,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The file.
    pub file: FileId,
    /// The offset in bytes.
    pub offset: u32,
}

/// Completions at a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completions {
    /// The items, best first.
    pub items: Vec<CompletionItem>,
    /// Whether typing on could bring other items than these.
    pub incomplete: bool,
}

/// One completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletionItem {
    /// What is shown, and what typed text is matched against.
    pub label: String,
    /// What kind of thing it is.
    pub kind: CompletionKind,
    /// A few words behind the label: the type, the module.
    pub detail: Option<String>,
    /// Markdown.
    pub documentation: Option<String>,
    /// The bytes to replace.
    pub replace: Span,
    /// What to write; with `snippet`, `$1` and `$0` are places to fill in.
    pub insert: String,
    /// Whether `insert` is a snippet.
    pub snippet: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Items are ordered by this, smallest first.
    pub rank: u32,
}

/// What kind of thing a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// An option.
    Option,
    /// A module.
    Module,
    /// A value of an enumeration, or a boolean.
    Value,
    /// A Lua or configuration keyword.
    Keyword,
    /// A key of a table.
    Key,
    /// A function such as `Include`.
    Function,
    /// A host name.
    Host,
    /// A file path.
    File,
}

/// A hover card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub span: Span,
    /// Markdown.
    pub markdown: String,
}

/// Where to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The file; it need not be one of the snapshot (a module's source).
    pub path: PathBuf,
    /// The bytes to show; empty at 0 for the beginning of a file.
    pub full: Span,
    /// The bytes to put the cursor on.
    pub focus: Span,
    /// What was pointed at, in the file asked about.
    pub origin: Span,
}

/// An entry of a file's outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// A few words more.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All that belongs to it.
    pub full: Span,
    /// Its name's bytes; inside `full`.
    pub focus: Span,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What is inside.
    pub children: Vec<Symbol>,
}

/// What an entry of an outline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// A `VirtualHost`.
    Host,
    /// A `Component`.
    Component,
    /// An option.
    Option,
    /// An `Include`.
    Include,
    /// A function.
    Function,
    /// A local variable.
    Variable,
}

impl Analysis {
    /// Questions about this snapshot.
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        Self { snapshot }
    }

    /// The snapshot itself.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The file at a path.
    pub fn file_id(&self, path: &Path) -> Option<FileId> {
        self.snapshot.file_id(path)
    }

    /// A file's content.
    pub fn file(&self, id: FileId) -> Option<&Arc<SourceFile>> {
        self.snapshot.file(id)
    }

    /// All findings in one file, in the order of their places.
    pub fn diagnostics(&self, file: FileId) -> Vec<Finding> {
        rules::check(&self.snapshot, file)
    }

    /// What could be written at a place.
    pub fn completion(&self, at: Position) -> Completions {
        completion::completion(&self.snapshot, at)
    }

    /// What there is to know about what stands at a place.
    pub fn hover(&self, at: Position) -> Option<Hover> {
        hover::hover(&self.snapshot, at)
    }

    /// Where what stands at a place is defined.
    pub fn definition(&self, at: Position) -> Vec<Target> {
        definition::definition(&self.snapshot, at)
    }

    /// A file's outline.
    pub fn symbols(&self, file: FileId) -> Vec<Symbol> {
        let Some(source) = self.snapshot.file(file) else { return Vec::new() };
        let tree = self.snapshot.tree_of(file);
        let schema = tree.map_or_else(|| Schema::of(Version::default()), |tree| tree.schema());
        symbols::symbols(&source.parse.chunk, &source.text, schema)
    }
}
