//! Assignments that can stand elsewhere.

use config::{Assignment, How};
use syntax::Span;
use syntax::ast::{Expr, ExprKind, Node, Stat, StatKind};

use super::Context;
use super::text::{Extent, extent, holds_long_string, indent, line_start, newline, reindent, with_comments};
use crate::locals;
use crate::sections::host_call;

/// An assignment that means the same wherever in the tree it stands.
pub(super) struct Movable<'a> {
    pub(super) set: &'a Assignment,
    /// It with its comments.
    pub(super) extent: Extent,
}

impl<'a> Movable<'a> {
    /// The one under the cursor: a statement of its own at the top of the file, whose value depends on nothing around it.
    pub(super) fn at(context: &Context<'a>) -> Option<Self> {
        let place = &context.place;
        // Nobody knows where a broken statement ends.
        if !place.file.parse.errors.is_empty() {
            return None;
        }
        let chunk = &place.file.parse.chunk;
        let stat: &Stat = chunk.block.stats.iter().find(|stat| stat.span.touches(place.offset))?;
        let StatKind::Assign { targets, values } = &stat.kind else { return None };
        let ([target], [value]) = (targets.as_slice(), values.as_slice()) else { return None };
        // In a long list the cursor is about its items.
        if target.as_name().is_none() || !target.span.touches(place.offset) || !stands_alone(context, value) {
            return None;
        }
        let mut sets = place.settings()?.in_file(place.file.id).filter(|(_, set)| set.span == stat.span);
        let (_, set) = sets.next().filter(|(_, set)| set.how == How::Assign && set.condition.is_none())?;
        let extent = extent(place.file, stat.span);
        // A file that is loaded twice sets it twice.
        (sets.next().is_none() && extent.whole_lines).then_some(Self { set, extent })
    }

    /// Its lines, indented like this.
    pub(super) fn lines(&self, context: &Context<'_>, to: &str) -> String {
        let text = context.place.text();
        let mut lines = context.place.slice(self.extent.span);
        if !lines.ends_with('\n') {
            lines.push_str(newline(text));
        }
        let from = indent(text, self.set.span.start);
        if from == to || holds_long_string(text, self.extent.span) {
            lines
        } else {
            reindent(&lines, &from, to)
        }
    }
}

/// Whether a value depends on nothing that stands in its file: no variable, no option, no path beside the file.
fn stands_alone(context: &Context<'_>, value: &Expr) -> bool {
    let chunk = &context.place.file.parse.chunk;
    let mut pending = vec![Node::Expr(value)];
    while let Some(node) = pending.pop() {
        if let Node::Expr(expr) = node {
            match &expr.kind {
                ExprKind::Name(name) => {
                    let is_known = name.starts_with("ENV_") || matches!(&**name, "Lua" | "os" | "Credential");
                    if !is_known || locals::resolve(chunk, name, expr.span.start).is_some() {
                        return false;
                    }
                }
                ExprKind::Function(_) | ExprKind::Vararg | ExprKind::MethodCall { .. } => return false,
                _ => {}
            }
        }
        node.children(&mut |child| pending.push(child));
    }
    true
}

/// Where in a file a statement of the global section can be added: before the first host section, or at the end.
/// Also whether it is the end.
pub(super) fn global_end(file: &config::SourceFile) -> (u32, bool) {
    let first = file.parse.chunk.block.stats.iter().find(|stat| match &stat.kind {
        StatKind::Call(call) => host_call(call).is_some(),
        // What is opened in a branch or a loop is not known here: before it is before all of them.
        StatKind::If { .. }
        | StatKind::Do(_)
        | StatKind::While { .. }
        | StatKind::Repeat { .. }
        | StatKind::NumericFor { .. }
        | StatKind::GenericFor { .. }
        | StatKind::Return(_) => true,
        _ => false,
    });
    match first {
        Some(stat) => (with_comments(file, line_start(&file.text, stat.span.start)), false),
        None => (file.text.len() as u32, true),
    }
}

/// The text to insert for lines of the global section, at the place that [`global_end`] names.
pub(super) fn as_global(file: &config::SourceFile, lines: &str) -> (Span, String) {
    let (at, is_end) = global_end(file);
    let newline = newline(&file.text);
    let text = match (is_end, file.text.last()) {
        (true, Some(last)) if *last != b'\n' => format!("{newline}{lines}"),
        (true, _) => lines.to_owned(),
        (false, _) => format!("{lines}{newline}"),
    };
    (Span::empty(at), text)
}
