//! Completions of the keys in an option's tables.

use rustc_hash::FxHashSet;
use schema::Domain;
use syntax::ast::{Block, CallArgs, Expr, ExprKind, Field, FieldKey, StatKind};

use super::{Candidate, Candidates, Context, template};
use crate::CompletionKind;
use crate::describe::type_text;
use crate::shape::Shape;
use crate::subject::is_key;

/// The keys that the table at a path could have next.
pub(super) fn keys<'a>(context: &'a Context<'_>, path: &[String], found: &mut Candidates<'a>) {
    let Some(shape) = Shape::at(context.place.schema, path) else { return };
    let named = shape.named_keys().into_iter().map(|key| (key.name, key.doc, key.deprecated.is_some()));
    // Words that stand for any name, such as those of HTTP applications.
    let domain = path.first().filter(|_| path.len() == 1).and_then(|option| Domain::of_keys(option));
    let words = domain.map(|domain| context.place.schema.domain(domain)).unwrap_or_default();
    let words = words.into_iter().map(|word| (word.name, Some(word.doc), false));
    let mut left = named.chain(words).peekable();
    if left.peek().is_none() {
        return;
    }
    let present = present(context);
    let bare = context.in_string || is_key(context.place.text(), context.replace);
    for (name, doc, deprecated) in left.filter(|(name, ..)| !present.contains(*name)) {
        let Some(shape) = shape.key(name) else { continue };
        found.offer(name, u32::from(deprecated) * 10, move |label| {
            let candidate = Candidate::new(label, CompletionKind::Key)
                .detail(type_text(shape))
                .documented(doc)
                .deprecated(deprecated);
            if bare {
                candidate
            } else if is_identifier(name) {
                candidate.snippet(template::assignment(name, shape))
            } else {
                let assignment = template::assignment(&format!("[\"{name}\"]"), shape);
                candidate.snippet(assignment)
            }
        });
    }
}

fn is_identifier(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_ascii_digit())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The keys that the innermost table around the cursor has already, but for the one the cursor is on.
fn present(context: &Context<'_>) -> FxHashSet<String> {
    let offset = context.place.offset;
    let mut innermost = None;
    tables_in_block(&context.place.file.parse.chunk.block, offset, &mut innermost);
    let fields: &[Field] = innermost.unwrap_or_default();
    fields
        .iter()
        .filter_map(|field| match &field.key {
            FieldKey::Named(name) if !name.span.touches(offset) => Some(name.text.to_string()),
            FieldKey::Computed(key) if !key.span.touches(offset) => {
                key.as_str().map(|text| String::from_utf8_lossy(text).into_owned())
            }
            _ => None,
        })
        .collect()
}

fn tables_in_block<'a>(block: &'a Block, offset: u32, innermost: &mut Option<&'a [Field]>) {
    for stat in block.stats.iter().filter(|stat| stat.span.touches(offset)) {
        match &stat.kind {
            StatKind::Assign { values, .. } | StatKind::Local { values, .. } => {
                for value in values {
                    tables_in(value, offset, innermost);
                }
            }
            StatKind::Call(expr) => tables_in(expr, offset, innermost),
            StatKind::Do(body)
            | StatKind::While { body, .. }
            | StatKind::Repeat { body, .. }
            | StatKind::NumericFor { body, .. }
            | StatKind::GenericFor { body, .. } => tables_in_block(body, offset, innermost),
            StatKind::If { arms, otherwise } => {
                for body in arms.iter().map(|(_, body)| body).chain(otherwise) {
                    tables_in_block(body, offset, innermost);
                }
            }
            _ => {}
        }
    }
}

fn tables_in<'a>(expr: &'a Expr, offset: u32, innermost: &mut Option<&'a [Field]>) {
    if !expr.span.touches(offset) {
        return;
    }
    match &expr.kind {
        ExprKind::Table(fields) => {
            *innermost = Some(fields);
            for field in fields {
                tables_in(&field.value, offset, innermost);
            }
        }
        ExprKind::Call { callee, args } => {
            tables_in(callee, offset, innermost);
            tables_in_args(args, offset, innermost);
        }
        ExprKind::MethodCall { object, args, .. } => {
            tables_in(object, offset, innermost);
            tables_in_args(args, offset, innermost);
        }
        ExprKind::Binary { left, right, .. } => {
            tables_in(left, offset, innermost);
            tables_in(right, offset, innermost);
        }
        ExprKind::Paren(inner) => tables_in(inner, offset, innermost),
        _ => {}
    }
}

fn tables_in_args<'a>(args: &'a CallArgs, offset: u32, innermost: &mut Option<&'a [Field]>) {
    for value in &args.values {
        tables_in(value, offset, innermost);
    }
}
