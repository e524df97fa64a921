//! The outline of a file: hosts with their options, global options, includes, functions and locals.
//!
//! Taken from the file's own tree, so that it is the same wherever the file is loaded.

use config::FileId;
use schema::{Schema, Version};
use syntax::Span;
use syntax::ast::{Block, Chunk, Expr, ExprKind, Field, FieldKey, Stat, StatKind};

use crate::Analysis;
use crate::sections::{call_of, host_call, text_of};

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
    /// A module in a list.
    Module,
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
    /// A file's outline.
    pub fn symbols(&self, file: FileId) -> Vec<Symbol> {
        let Some(source) = self.snapshot.file(file) else { return Vec::new() };
        let tree = self.snapshot.tree_of(file);
        let schema = tree.map_or_else(|| Schema::of(Version::default()), |tree| tree.schema());
        symbols(&source.parse.chunk, &source.text, schema)
    }
}

/// The outline of a file; `schema` tells which options are deprecated.
pub(crate) fn symbols(chunk: &Chunk, text: &[u8], schema: Schema<'_>) -> Vec<Symbol> {
    let mut outline = Outline { schema, text, symbols: Vec::new(), open: None };
    outline.block(&chunk.block);
    outline.symbols
}

struct Outline<'a> {
    schema: Schema<'a>,
    text: &'a [u8],
    symbols: Vec<Symbol>,
    /// Index of the host whose section is open.
    open: Option<usize>,
}

impl Outline<'_> {
    fn block(&mut self, block: &Block) {
        for stat in &block.stats {
            self.stat(stat);
        }
    }

    fn stat(&mut self, stat: &Stat) {
        match &stat.kind {
            StatKind::Assign { targets, values } => {
                for (index, target) in targets.iter().enumerate() {
                    if let ExprKind::Name(name) = &target.kind {
                        let full = if targets.len() == 1 { stat.span } else { target.span };
                        let detail = values.get(index).map(|value| self.preview(value));
                        self.option(name, target.span, full, detail);
                    }
                }
            }
            StatKind::Call(expr) => self.call(expr),
            StatKind::Do(body) | StatKind::While { body, .. } | StatKind::Repeat { body, .. } => {
                self.block(body);
            }
            StatKind::If { arms, otherwise } => {
                for body in arms.iter().map(|(_, body)| body).chain(otherwise) {
                    self.block(body);
                }
            }
            StatKind::NumericFor { body, .. } | StatKind::GenericFor { body, .. } => self.block(body),
            StatKind::Local { names, .. } => {
                for local in names {
                    let full = if names.len() == 1 { stat.span } else { local.name.span };
                    self.add(symbol(&local.name.text, SymbolKind::Variable, full, local.name.span));
                }
            }
            StatKind::LocalFunction { name, .. } => {
                self.add(symbol(&name.text, SymbolKind::Function, stat.span, name.span));
            }
            StatKind::Function { target, .. } => {
                let name = String::from_utf8_lossy(target.span.slice(self.text)).into_owned();
                self.add(symbol(&name, SymbolKind::Function, stat.span, target.span));
            }
            StatKind::Return(_) | StatKind::Break | StatKind::Goto(_) | StatKind::Label(_) => {}
        }
    }

    fn call(&mut self, expr: &Expr) {
        if let Some(args) = call_of(expr, &["Include", "include"]) {
            if let Some((path, span)) = args.values.first().and_then(text_of) {
                self.add(symbol(&path, SymbolKind::Include, expr.span, span));
            }
            return;
        }
        let Some(call) = host_call(expr) else {
            return self.append(expr);
        };
        let Some((name, focus)) = call.name else {
            self.open = None;
            return;
        };
        let kind = if call.component { SymbolKind::Component } else { SymbolKind::Host };
        let mut host = Symbol { detail: call.module, ..symbol(&name, kind, expr.span, focus) };
        if let Some((fields, _)) = call.table {
            host.children = fields.iter().filter_map(|field| self.field(field)).collect();
        }
        self.open = call.table.is_none().then_some(self.symbols.len());
        self.symbols.push(host);
    }

    /// `option { ... }` and `option:append { ... }`
    fn append(&mut self, expr: &Expr) {
        let object = match &expr.kind {
            ExprKind::Call { callee, args } if args.form == syntax::ast::CallForm::Table => callee,
            ExprKind::MethodCall { object, name, .. } if &*name.text == "append" => object,
            _ => return,
        };
        if let ExprKind::Name(name) = &object.kind {
            self.option(name, object.span, expr.span, Some("append".to_owned()));
        }
    }

    fn field(&self, field: &Field) -> Option<Symbol> {
        let FieldKey::Named(name) = &field.key else { return None };
        let symbol = symbol(&name.text, SymbolKind::Option, field.span, name.span);
        Some(Symbol {
            detail: Some(self.preview(&field.value)),
            deprecated: self.is_deprecated(&name.text),
            ..symbol
        })
    }

    fn option(&mut self, name: &str, focus: Span, full: Span, detail: Option<String>) {
        let deprecated = self.is_deprecated(name);
        self.add(Symbol { detail, deprecated, ..symbol(name, SymbolKind::Option, full, focus) });
    }

    /// Puts an entry below the open host, or at the top.
    fn add(&mut self, entry: Symbol) {
        match self.open.and_then(|open| self.symbols.get_mut(open)) {
            Some(host) => {
                host.full = host.full.cover(entry.full);
                host.children.push(entry);
            }
            None => self.symbols.push(entry),
        }
    }

    fn is_deprecated(&self, name: &str) -> bool {
        self.schema.option(name).is_some_and(|option| option.deprecated().is_some())
    }

    /// A short value as it is written; a table by what it is.
    fn preview(&self, value: &Expr) -> String {
        const MOST: usize = 40;
        match &value.kind {
            ExprKind::Table(fields) if value.span.len() as usize > MOST => {
                format!("{{ {} entries }}", fields.len())
            }
            ExprKind::Function(_) => "function".to_owned(),
            _ => {
                let text = String::from_utf8_lossy(value.span.slice(self.text)).into_owned();
                let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let cut: String = line.chars().take(MOST).collect();
                if cut.len() < line.len() { format!("{cut}…") } else { line }
            }
        }
    }
}

/// An entry with a name that an outline can show: never empty.
fn symbol(name: &str, kind: SymbolKind, full: Span, focus: Span) -> Symbol {
    let name = if name.trim().is_empty() { "?".to_owned() } else { name.to_owned() };
    let full = full.cover(focus);
    Symbol { name, detail: None, kind, full, focus, deprecated: false, children: Vec::new() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

    use expect_test::{Expect, expect};

    use crate::testing::at;

    fn check(text: &str, expected: &Expect) {
        expected.assert_eq(&at(text).outline());
    }

    #[test]
    fn hosts_hold_the_options_below_them() {
        check(
            "$0admins = { \"a@example.org\" }
Include \"conf.d/*.cfg.lua\"
local domain = \"example.org\"
local function f() end
VirtualHost \"example.org\"
  enabled = true
  if domain then http_host = domain end
Component \"rooms.example.org\" \"muc\"
  name = \"Rooms\"
  modules_enabled { \"muc_mam\" }
VirtualHost \"b.example\" { ssl = { key = \"k\" } }
log = { info = \"/var/log/prosody/prosody.log\"; error = \"/var/log/prosody/prosody.err\" }
",
            &expect![[r#"
                Option admins: { "a@example.org" }
                Include conf.d/*.cfg.lua
                Variable domain
                Function f
                Host example.org
                  Option enabled: true
                  Option http_host: domain
                Component rooms.example.org: muc
                  Option name: "Rooms"
                  Option modules_enabled: append
                Host b.example
                  Option ssl: { key = "k" }
                Option log: { 2 entries }
            "#]],
        );
    }

    #[test]
    fn broken_files_show_what_can_be_understood() {
        check(
            "$0VirtualHost \"a.example\"\n  x = \n  y = 2\nComponent \"\nz = 3\n",
            &expect![[r#"
            Host a.example
              Option y: 2
            Component ?
              Option z: 3
        "#]],
        );
    }
}
