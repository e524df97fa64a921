//! Which environment variables a file reads, in every branch.

use syntax::Span;
use syntax::ast::{ExprKind, Node, walk};

use crate::{FileId, SourceFile};

/// A place where an environment variable is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvRead {
    /// The variable.
    pub name: String,
    /// The file.
    pub file: FileId,
    /// The bytes of its name: of the string without its quotes, or of `NAME` in `ENV_NAME`.
    pub span: Span,
}

/// The prefix of names that Prosody looks up in the environment.
const PREFIX: &str = "ENV_";

/// The environment variables that a file reads by name: `ENV_NAME`, `os.getenv "NAME"`, `Lua.os.getenv("NAME")`.
pub fn env_reads(file: &SourceFile) -> Vec<EnvRead> {
    let mut found = Vec::new();
    walk(&file.parse.for_now().chunk.block, &mut |node| {
        let Node::Expr(expr) = node else { return };
        match &expr.kind {
            ExprKind::Name(name) => {
                if let Some(variable) = name.strip_prefix(PREFIX).filter(|variable| !variable.is_empty()) {
                    let start = expr.span.start + PREFIX.len() as u32;
                    let span = Span::new(start, expr.span.end);
                    found.push(EnvRead { name: variable.to_owned(), file: file.id, span });
                }
            }
            ExprKind::Call { callee, args } => {
                let is_getenv = callee.dotted_name().is_some_and(|names| names.last() == Some(&"getenv"));
                if is_getenv
                    && let [only] = args.values.as_slice()
                    && let Some(bytes) = only.as_str()
                    && let Ok(name) = std::str::from_utf8(bytes)
                {
                    let span = Span::new(only.span.start + 1, only.span.end.saturating_sub(1));
                    found.push(EnvRead { name: name.to_owned(), file: file.id, span });
                }
            }
            _ => {}
        }
    });
    found
}
