//! The walk over a module's statements.

use std::collections::HashMap;
use std::sync::Arc;

use syntax::Span;
use syntax::ast::{Block, Expr, ExprKind, FunctionBody, Name, Stat, StatKind};

use super::SourceFile;
use super::facts::{ModuleFacts, Place, Unresolved};
use super::prose::Comments;
use super::reads::{Read, options};
use super::value::{Context, Value};
use crate::{ModuleKind, Version};

/// Loops over longer lists are walked once, with unknown variables.
const MAX_UNROLL: usize = 64;

/// Functions that call functions that read options are followed this deep.
const MAX_DEPTH: u32 = 3;

/// So many statements of a module are walked, counting those that are walked again: loops in loops multiply.
/// The largest real modules need less than a tenth of it.
const FUEL: u32 = 100_000;

/// The state of the walk over one module.
pub(super) struct Walker<'a> {
    pub(super) module: &'a str,
    pub(super) version: Version,
    pub(super) facts: ModuleFacts,
    pub(super) reads: Vec<Read>,
    /// Calls whose option is not known yet; a later walk with known arguments may tell.
    pub(super) pending: Vec<Span>,
    /// All calls that were pending at some time: what they read depends on the caller.
    pub(super) dynamic: Vec<Span>,
    /// How many branches, loops and event handlers surround the current statement.
    pub(super) conditional: u32,
    /// Whether the expression at hand is asked whether it is true, or becomes a part of a text: there `or` tells no
    /// default of a variable.
    pub(super) asked: bool,
    file: SourceFile<'a>,
    lines: Vec<u32>,
    pub(super) scopes: Vec<HashMap<Box<str>, Value>>,
    calls: u32,
    fuel: u32,
    is_global: bool,
    has_add_host: bool,
}

impl<'a> Walker<'a> {
    pub(super) fn new(module: &'a str, version: Version) -> Self {
        Self {
            module,
            version,
            facts: ModuleFacts { name: module.to_owned(), ..ModuleFacts::default() },
            reads: Vec::new(),
            pending: Vec::new(),
            dynamic: Vec::new(),
            conditional: 0,
            asked: false,
            file: SourceFile { path: "", text: b"" },
            lines: Vec::new(),
            scopes: Vec::new(),
            calls: 0,
            fuel: FUEL,
            is_global: false,
            has_add_host: false,
        }
    }

    /// Walks one file of the module: its own (`is_main`) or a library.
    pub(super) fn file(&mut self, file: SourceFile<'a>, is_main: bool) {
        let newlines = file.text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        self.lines = newlines.map(|(offset, _)| offset as u32).collect();
        self.file = file;
        let syntax::Parse { chunk, errors } = syntax::parse(file.text);
        self.facts.partial |= !errors.is_empty();
        self.scopes = vec![HashMap::new()];
        let first = self.reads.len();
        self.block_in_scope(&chunk.block);
        self.dynamic.clear();
        let comments = Comments::new(file.text, &chunk.comments, &self.lines);
        let own = self.reads.get_mut(first..).unwrap_or_default();
        let mut names: HashMap<u32, Option<String>> = HashMap::new();
        for read in &*own {
            let name = names.entry(read.span.start).or_insert_with(|| Some(read.name.clone()));
            name.take_if(|name| *name != read.name);
        }
        // What stands beside the read of several options is about none of them.
        for read in own.iter_mut().filter(|read| names.get(&read.span.start).is_some_and(Option::is_some)) {
            read.comment = comments.beside(read.at.line);
        }
        if is_main {
            self.facts.about = comments.leading(own.iter().map(|read| read.at.line));
        }
        for span in std::mem::take(&mut self.pending) {
            let at = self.place(span);
            let source = String::from_utf8_lossy(span.slice(file.text));
            let source = source.lines().next().unwrap_or_default().chars().take(100).collect();
            self.facts.unresolved.push(Unresolved { at, source });
        }
    }

    /// All that was found.
    pub(super) fn finish(mut self) -> ModuleFacts {
        let own = if self.is_global { Context::Global } else { Context::Host };
        self.facts.options = options(&self.reads, own);
        // `core/usermanager.lua` loads these by their name alone.
        if let Some(name) = self.module.strip_prefix("authz_") {
            self.facts.kinds.insert(ModuleKind::AuthzProvider);
            self.facts.provides.insert(format!("authz:{name}"));
        }
        let kinds = &mut self.facts.kinds;
        if self.is_global {
            kinds.insert(if self.has_add_host { ModuleKind::Shared } else { ModuleKind::Global });
        } else if !kinds.contains(&ModuleKind::ComponentOnly) {
            kinds.insert(ModuleKind::Host);
        }
        if kinds.contains(&ModuleKind::ComponentOnly) {
            kinds.remove(&ModuleKind::ComponentCapable);
        }
        self.facts
    }

    pub(super) fn place(&self, span: Span) -> Place {
        let line = self.lines.partition_point(|newline| *newline < span.start) as u32 + 1;
        Place { path: self.file.path.to_owned(), line }
    }

    pub(super) fn set_global(&mut self) {
        self.is_global = true;
    }

    fn block_in_scope(&mut self, block: &Block) {
        for stat in &block.stats {
            self.stat(stat);
        }
    }

    fn stat(&mut self, stat: &Stat) {
        let Some(fuel) = self.fuel.checked_sub(1) else {
            self.facts.partial = true;
            return;
        };
        self.fuel = fuel;
        match &stat.kind {
            StatKind::Local { names, values } => {
                let values = self.eval_all(values);
                for (i, name) in names.iter().enumerate() {
                    self.declare(&name.name.text, values.get(i).cloned().unwrap_or(Value::Unknown));
                }
            }
            StatKind::Assign { targets, values } => {
                for (i, target) in targets.iter().enumerate() {
                    match values.get(i) {
                        Some(Expr { kind: ExprKind::Function(body), .. }) => self.define(target, body),
                        Some(value) => {
                            let value = self.eval(value);
                            self.assign_to(target, value);
                        }
                        None => self.assign_to(target, Value::Unknown),
                    }
                }
            }
            StatKind::Call(expr) => {
                self.eval(expr);
            }
            StatKind::Do(block) => self.scoped(|w| w.block_in_scope(block)),
            StatKind::While { condition, body } => {
                self.condition(condition);
                self.conditionally(|w| w.block_in_scope(body));
            }
            StatKind::Repeat { body, condition } => self.conditionally(|w| {
                w.block_in_scope(body);
                w.condition(condition);
            }),
            StatKind::If { arms, otherwise } => {
                for (condition, block) in arms {
                    self.arm(condition, block);
                }
                if let Some(block) = otherwise {
                    self.conditionally(|w| w.block_in_scope(block));
                }
            }
            StatKind::NumericFor { variable, start, limit, step, body } => {
                for expr in [Some(start), Some(limit), step.as_ref()].into_iter().flatten() {
                    self.eval(expr);
                }
                self.conditionally(|w| {
                    w.declare(&variable.text, Value::Unknown);
                    w.block_in_scope(body);
                });
            }
            StatKind::GenericFor { names, exprs, body } => self.generic_for(names, exprs, body),
            StatKind::Function { target, body } => self.define(target, body),
            StatKind::LocalFunction { name, body } => {
                let function = self.function(body);
                self.declare(&name.text, function);
                self.function_body(body, false);
            }
            StatKind::Return(exprs) => {
                self.eval_all(exprs);
            }
            StatKind::Break | StatKind::Goto(_) | StatKind::Label(_) => {}
        }
    }

    fn assign_to(&mut self, target: &Expr, value: Value) {
        match &target.kind {
            ExprKind::Name(name) => self.assign(name, value),
            ExprKind::Field { object, .. } => {
                self.eval(object);
                self.open_table(object);
            }
            ExprKind::Index { object, key } => {
                self.eval(object);
                self.eval(key);
                self.open_table(object);
            }
            _ => {}
        }
    }

    /// `function target() ... end`
    fn define(&mut self, target: &Expr, body: &Arc<FunctionBody>) {
        let mut at_load = false;
        if let ExprKind::Field { object, name } = &target.kind
            && matches!(self.eval(object), Value::Module(_))
        {
            at_load = matches!(&*name.text, "add_host" | "load");
            self.has_add_host |= &*name.text == "add_host";
            if &*name.text == "command" {
                self.facts.kinds.insert(ModuleKind::Command);
            }
        }
        let function = self.function(body);
        self.assign_to(target, function);
        self.function_body(body, at_load);
    }

    pub(super) fn function(&self, body: &Arc<FunctionBody>) -> Value {
        Value::Function { body: Arc::clone(body), scopes: self.scopes.len() }
    }

    /// Walks a function that is called by others, `at_load` if that is when the module is loaded.
    pub(super) fn function_body(&mut self, body: &FunctionBody, at_load: bool) {
        let outer = self.conditional;
        self.conditional += u32::from(!at_load);
        self.scoped(|w| {
            for param in &body.params {
                let is_module = at_load || matches!(&*param.text, "module" | "host_module");
                let value = if is_module { Value::Module(Context::Host) } else { Value::Unknown };
                w.declare(&param.text, value);
            }
            w.block_in_scope(&body.block);
        });
        self.conditional = outer;
    }

    /// Walks a function of the module with the arguments of one call of it.
    pub(super) fn call(&mut self, body: &FunctionBody, scopes: usize, args: &[Value], span: Span) {
        let is_dynamic = self.dynamic.iter().any(|call| body.span.contains(*call));
        if !is_dynamic || self.calls > MAX_DEPTH {
            return;
        }
        self.calls += 1;
        let reads = self.reads.len();
        let hidden = self.scopes.split_off(scopes.min(self.scopes.len()));
        self.conditionally(|w| {
            for (i, param) in body.params.iter().enumerate() {
                w.declare(&param.text, args.get(i).cloned().unwrap_or(Value::Nil));
            }
            w.block_in_scope(&body.block);
        });
        self.scopes.extend(hidden);
        self.calls -= 1;
        let told = self.reads.get(reads..).unwrap_or_default();
        let resolved: Vec<Span> = told.iter().map(|read| read.span).collect();
        self.pending.retain(|pending| !resolved.contains(pending));
        if resolved.is_empty() {
            // The options depend on the caller's own parameters: its callers may tell.
            self.pend(span);
        } else {
            self.pending.retain(|pending| *pending != span);
        }
    }

    fn arm(&mut self, condition: &Expr, block: &Block) {
        let aborts = aborts(block);
        match self.condition(condition) {
            Value::IsComponent { equal: false, local: false } if aborts && self.conditional == 0 => {
                self.facts.kinds.insert(ModuleKind::ComponentOnly);
            }
            Value::IsComponent { equal: false, local: true } if aborts && self.conditional == 0 => {}
            Value::IsComponent { .. } => {
                self.facts.kinds.insert(ModuleKind::ComponentCapable);
            }
            Value::IsGlobal(false) if aborts && self.conditional == 0 => self.is_global = true,
            Value::IsGlobal(true) => {
                self.conditionally(|w| {
                    w.declare("module", Value::Module(Context::Global));
                    w.block_in_scope(block);
                });
                return;
            }
            _ => {}
        }
        self.conditionally(|w| w.block_in_scope(block));
    }

    fn generic_for(&mut self, names: &[Name], exprs: &[Expr], body: &Block) {
        let mut list = None;
        if let [Expr { kind: ExprKind::Call { callee, args }, .. }] = exprs
            && let ExprKind::Name(iterator) = &callee.kind
            && matches!(&**iterator, "ipairs" | "pairs")
            && let [argument] = args.values.as_slice()
        {
            if let Value::Table(table) = self.eval(argument) {
                list = (!table.open && table.entries.len() <= MAX_UNROLL).then_some(table);
            }
        } else {
            self.eval_all(exprs);
        }
        let rounds = match &list {
            Some(table) => table.entries.iter().map(|(key, value)| [key.to_value(), value.clone()]).collect(),
            None => vec![[Value::Unknown, Value::Unknown]],
        };
        for round in rounds {
            self.conditionally(|w| {
                for (i, name) in names.iter().enumerate() {
                    w.declare(&name.text, round.get(i).cloned().unwrap_or(Value::Unknown));
                }
                w.block_in_scope(body);
            });
        }
    }
}

/// Whether a block leaves the module's loading: it raises an error or returns.
fn aborts(block: &Block) -> bool {
    block.stats.iter().any(|stat| match &stat.kind {
        StatKind::Return(_) => true,
        StatKind::Call(Expr { kind: ExprKind::Call { callee, .. }, .. }) => {
            matches!(&callee.kind, ExprKind::Name(name) if &**name == "error")
        }
        StatKind::Do(block) => aborts(block),
        _ => false,
    })
}
