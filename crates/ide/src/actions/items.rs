//! Lists that are written down: their items, with what stands around them.

use config::{Assignment, SourceFile};
use syntax::Span;
use syntax::ast::{Expr, ExprKind, Field, FieldKey, Node};

use super::Context;
use super::text::{indent, is_blank, line_end, line_start, newline};
use crate::Edit;

/// A table constructor in a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Items<'a> {
    pub(super) file: &'a SourceFile,
    pub(super) table: Span,
    pub(super) fields: &'a [Field],
}

/// The module list around the cursor, with the assignment that it is the value of.
pub(super) struct ModuleList<'a> {
    pub(super) items: Items<'a>,
    pub(super) set: &'a Assignment,
}

impl<'a> ModuleList<'a> {
    /// The one around the cursor.
    pub(super) fn at(context: &Context<'a>) -> Option<Self> {
        let place = &context.place;
        if !place.file.parse.errors.is_empty() {
            return None;
        }
        let nodes = place.file.parse.chunk.nodes_at(place.offset);
        let table = nodes.iter().rev().find_map(|node| match node {
            Node::Expr(expr) if expr.as_table().is_some() => Some(expr.span),
            _ => None,
        })?;
        let is_list = |set: &Assignment| matches!(&*set.option, "modules_enabled" | "modules_disabled");
        let mut sets = place.settings()?.in_file(place.file.id).filter(|(_, set)| set.value_span == table);
        let (_, set) = sets.next().filter(|(_, set)| is_list(set))?;
        // A loop, or a file that is loaded twice: one edit would be several.
        if sets.next().is_some() || set.condition.is_some() {
            return None;
        }
        Some(Self { items: Items::at(place.file, table)?, set })
    }

    /// The items as strings, if all are; with their places.
    pub(super) fn names(&self) -> Option<Vec<(&'a Field, String)>> {
        self.items.fields.iter().map(|field| Some((field, text(field)?))).collect()
    }

    /// The item under the cursor.
    pub(super) fn item_at(&self, offset: u32) -> Option<(&'a Field, String)> {
        let field = self.items.fields.iter().find(|field| field.span.touches(offset))?;
        Some((field, text(field)?))
    }
}

/// The text of a plain item of a list.
fn text(field: &Field) -> Option<String> {
    let bytes = field.value.as_str().filter(|_| matches!(field.key, FieldKey::Positional))?;
    String::from_utf8(bytes.to_vec()).ok()
}

impl<'a> Items<'a> {
    /// The table constructor that is written at these bytes.
    pub(super) fn at(file: &'a SourceFile, table: Span) -> Option<Self> {
        let nodes = file.parse.chunk.nodes_at(table.start);
        let found = nodes.iter().find_map(|node| match node {
            Node::Expr(Expr { kind: ExprKind::Table(fields), span }) if *span == table => {
                Some(fields.as_slice())
            }
            _ => None,
        })?;
        // Of a broken list nobody knows where it ends.
        let whole = table.len() >= 2 && table.slice(&file.text).ends_with(b"}");
        whole.then_some(Self { file, table, fields: found })
    }

    fn text(&self) -> &'a [u8] {
        &self.file.text
    }

    /// The separator behind a field, if there is one before anything else.
    pub(super) fn separator(&self, field: &Field) -> Option<Span> {
        let rest = Span::new(field.span.end, self.table.end).slice(self.text());
        let at = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t'))? as u32;
        let at = field.span.end + at;
        matches!(self.text().get(at as usize), Some(b',' | b';')).then_some(Span::new(at, at + 1))
    }

    /// What separates items here.
    pub(super) fn usual_separator(&self) -> &'static str {
        let used = self.fields.iter().find_map(|field| self.separator(field));
        if used.is_some_and(|span| span.slice(self.text()) == b";") { ";" } else { "," }
    }

    /// Whether a field has a line of its own, but for its separator and a comment.
    pub(super) fn has_own_line(&self, field: &Field) -> bool {
        let (start, end) = (line_start(self.text(), field.span.start), line_end(self.text(), field.span.end));
        let behind = self.separator(field).map_or(field.span.end, |separator| separator.end);
        let rest = Span::new(behind, end).slice(self.text()).trim_ascii_start();
        is_blank(self.text(), Span::new(start, field.span.start))
            && start > self.table.start
            && end < self.table.end
            && (rest.is_empty() || rest.starts_with(b"--"))
            && !self.comments().any(|comment| comment.start < end && end < comment.end)
            && !self.comments().any(|comment| comment.start < start && start < comment.end)
    }

    /// The comments in it.
    pub(super) fn comments(&self) -> impl Iterator<Item = Span> + use<'a> {
        let table = self.table;
        self.file.parse.chunk.comments.iter().copied().filter(move |comment| table.contains(*comment))
    }

    /// The edits that add items at the end, in the way the list is written.
    pub(super) fn adding(&self, items: &[String]) -> Vec<Edit> {
        let edit = |span, text: String| Edit { file: self.file.id, span, text };
        let separator = self.usual_separator();
        let Some(last) = self.fields.last() else {
            let inside = Span::new(self.table.start + 1, self.table.end - 1);
            let listed = items.join(&format!("{separator} "));
            if is_blank(self.text(), inside) {
                return vec![edit(inside, format!(" {listed} "))];
            }
            return vec![edit(Span::empty(inside.start), format!(" {listed}{separator}"))];
        };
        let behind = self.separator(last);
        if self.has_own_line(last) {
            let end = line_end(self.text(), last.span.end);
            let (newline, indent) = (newline(self.text()), indent(self.text(), last.span.start));
            let lines: String = items.iter().flat_map(|item| [newline, &indent, item, separator]).collect();
            let mut edits = Vec::new();
            match behind {
                None if end == last.span.end => {
                    return vec![edit(Span::empty(end), format!("{separator}{lines}"))];
                }
                None => edits.push(edit(Span::empty(last.span.end), separator.to_owned())),
                Some(_) => {}
            }
            edits.push(edit(Span::empty(end), lines));
            return edits;
        }
        let text = match behind {
            Some(_) => items.iter().flat_map(|item| [" ", item, separator]).collect::<String>(),
            None => items.iter().flat_map(|item| [separator, " ", item]).collect(),
        };
        vec![edit(Span::empty(behind.map_or(last.span.end, |span| span.end)), text)]
    }
}
