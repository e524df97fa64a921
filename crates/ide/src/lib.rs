//! Editor features as plain questions to a [`Snapshot`]: one feature per file, plain data in and out.
//! Offsets are bytes; nothing here knows LSP. A feature's file holds its types and its method of [`Analysis`].

mod actions;
mod call_hierarchy;
mod chain;
mod chain_text;
mod compare;
mod completion;
mod declaration;
mod definition;
mod describe;
mod environments;
mod file_renames;
mod flat;
mod folding;
mod format;
mod graph;
mod graph_text;
mod highlight;
mod hover;
mod implementation;
mod inactive;
mod inlay;
mod lenses;
mod links;
mod loaded;
mod locals;
mod mentions;
mod module_source;
mod place;
mod project_file;
pub mod reference;
mod references;
mod reindent;
mod rename;
mod sections;
mod selection;
mod shape;
mod signature;
mod subject;
mod symbols;
#[cfg(test)]
mod testing;
mod tokens;
mod type_definition;
mod workspace_symbols;

use std::path::Path;
use std::sync::Arc;

use config::{FileId, Snapshot, SourceFile};

pub use actions::{Action, ActionInfo, ActionKind, ActionRequest, Change, Changes, NewFile, action_list};
pub use call_hierarchy::{FileCall, FileItem};
pub use chain::{OptionChain, OtherPlace, Step, StepFate, option_at, option_chain};
pub use chain_text::chain_text;
pub use compare::{Difference, changes, compare, shown as shown_value};
pub use completion::{CompletionItem, CompletionKind, Completions};
pub use definition::Target;
pub use describe::short as short_value;
pub use file_renames::{FileRename, FileRenames};
pub use flat::{Flat, flat, flat_host};
pub use folding::{Fold, FoldKind};
pub use format::{Formatting, Indent, format_text};
pub use graph::{Edge as LoadEdge, Graph, Node as LoadNode, graph};
pub use graph_text::graph_text;
pub use hover::Hover;
pub use inlay::{Hint, HintKind};
pub use lenses::{Lens, LensKind, LensLine};
pub use links::{Link, LinkTarget};
pub use mentions::Access;
pub use project_file::project_file_page;
pub use references::Location;
pub use rename::TextChange;
pub use rules::{Edit, Finding, Fix, MOST_FINDINGS, Note, Severity, Tag};
pub use signature::{Parameter, Signature};
pub use symbols::{Symbol, SymbolKind};
pub use tokens::{Modifier, Token, TokenType};
pub use workspace_symbols::WorkspaceSymbol;

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
        let at = place::Place::new(&self.snapshot, Position { file, offset: 0 });
        if let Some(place) = at.filter(|place| project_file::is_project(&place.file.path)) {
            return project_file::problems(&place);
        }
        rules::check(&self.snapshot, file)
    }

    /// Reads the configurations that load a file under all their profiles, where [`Self::diagnostics`] has more to say
    /// then. Returns whether there was anything to read. Takes long.
    pub fn read_profiles(&self, file: FileId) -> bool {
        let unread = self.snapshot.trees_of(file).filter(|tree| !tree.has_cases());
        let mut any = false;
        for tree in unread.filter(|tree| rules::wants_profiles(&self.snapshot, tree, rules::Effort::Much)) {
            self.snapshot.cases(tree);
            any = true;
        }
        any
    }
}
