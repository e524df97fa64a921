//! The walk over a file's tree that meets every mention, with the scopes of local variables.

mod calls;
mod values;

use rustc_hash::{FxHashMap, FxHashSet};
use schema::{LanguageName, Schema};
use syntax::Span;
use syntax::ast::{Block, Chunk, Expr, ExprKind, FunctionBody, Name, Stat, StatKind};

use self::calls::added_to;
use super::{Access, Mention, Thing};

/// All mentions in a tree, in the order of the source. `listed` are strings that are known to become modules' names.
pub(super) fn mentions(chunk: &Chunk, text: &[u8], listed: &FxHashSet<Span>) -> Vec<Mention> {
    let mut walk = Walk {
        text,
        listed,
        scope: Vec::new(),
        path: Vec::new(),
        found: Vec::new(),
        lists: FxHashMap::default(),
        module_lists: FxHashSet::default(),
        elements: FxHashMap::default(),
    };
    walk.block(&chunk.block);
    let Walk { mut found, lists, module_lists, .. } = walk;
    for (list, items) in lists {
        if module_lists.contains(&list) || items.iter().any(|(literal, _)| listed.contains(literal)) {
            found.extend(items.into_iter().map(|(_, mention)| mention));
        }
    }
    found.sort_by_key(|mention| (mention.span.start, mention.span.end, mention.sure));
    // A string in a list that turned out to be one of modules is no host.
    found.dedup_by(|later, earlier| {
        let same = later.span == earlier.span && (later.thing == earlier.thing || !earlier.sure);
        if same {
            std::mem::swap(later, earlier);
        }
        same
    });
    found
}

struct Walk<'t> {
    text: &'t [u8],
    listed: &'t FxHashSet<Span>,
    /// Local variables in scope, innermost last, each with the place of its name.
    scope: Vec<(&'t str, Span)>,
    /// The option whose value is walked, and the keys in it; empty elsewhere.
    path: Vec<String>,
    found: Vec<Mention>,
    /// Strings in tables of local variables: the literals, and what they mention if the table is a list of modules.
    lists: FxHashMap<Span, Vec<(Span, Mention)>>,
    /// Local variables whose tables are lists of modules.
    module_lists: FxHashSet<Span>,
    /// Variables of loops over the table of a local variable.
    elements: FxHashMap<Span, Span>,
}

impl<'t> Walk<'t> {
    fn block(&mut self, block: &'t Block) {
        let outside = self.scope.len();
        self.open_block(block);
        self.scope.truncate(outside);
    }

    /// A block whose local variables stay in scope behind it.
    fn open_block(&mut self, block: &'t Block) {
        for stat in &block.stats {
            self.stat(stat);
        }
    }

    fn stat(&mut self, stat: &'t Stat) {
        match &stat.kind {
            StatKind::Local { names, values } => {
                let declared = names.iter().map(|local| Some(local.name.span)).chain(std::iter::repeat(None));
                for (value, list) in values.iter().zip(declared) {
                    self.items(value, list);
                    self.expr(value);
                }
                for local in names {
                    self.declare(&local.name);
                }
            }
            StatKind::Assign { targets, values } => {
                for target in targets {
                    self.target(target);
                }
                for (index, value) in values.iter().enumerate() {
                    self.assigned(targets.get(index), value);
                }
            }
            StatKind::Call(expr) => match added_to(expr) {
                Some((option, callee, args)) => self.append(option, callee, args),
                None => self.expr(expr),
            },
            StatKind::Do(body) => self.block(body),
            StatKind::While { condition, body } => {
                self.expr(condition);
                self.block(body);
            }
            StatKind::Repeat { body, condition } => {
                let outside = self.scope.len();
                self.open_block(body);
                self.expr(condition);
                self.scope.truncate(outside);
            }
            StatKind::If { arms, otherwise } => {
                for (condition, body) in arms {
                    self.expr(condition);
                    self.block(body);
                }
                if let Some(body) = otherwise {
                    self.block(body);
                }
            }
            StatKind::NumericFor { variable, start, limit, step, body } => {
                self.expr(start);
                self.expr(limit);
                self.exprs(step.as_deref());
                self.inside(std::slice::from_ref(variable), body);
            }
            StatKind::GenericFor { names, exprs, body } => {
                self.exprs(exprs);
                if let (Some(list), Some(element)) = (self.iterated(exprs), names.get(1)) {
                    self.elements.insert(element.span, list);
                }
                self.inside(names, body);
            }
            StatKind::Function { target, body } => {
                self.target(target);
                self.function(body);
            }
            StatKind::LocalFunction { name, body } => {
                self.declare(name);
                self.function(body);
            }
            StatKind::Return(values) => self.exprs(values),
            StatKind::Break | StatKind::Goto(_) | StatKind::Label(_) => {}
        }
    }

    /// A block with variables of its own.
    fn inside(&mut self, names: &'t [Name], body: &'t Block) {
        let outside = self.scope.len();
        for name in names {
            self.declare(name);
        }
        self.open_block(body);
        self.scope.truncate(outside);
    }

    fn function(&mut self, body: &'t FunctionBody) {
        let path = std::mem::take(&mut self.path);
        self.inside(&body.params, &body.block);
        self.path = path;
    }

    fn declare(&mut self, name: &'t Name) {
        self.scope.push((&name.text, name.span));
        // The `self` of a method is written nowhere.
        if !name.span.is_empty() {
            self.add(Thing::Local(name.span), name.span, Access::Write);
        }
    }

    fn add(&mut self, thing: Thing, span: Span, access: Access) {
        self.found.push(Mention { thing, span, access, sure: true });
    }

    fn local(&self, name: &str) -> Option<Span> {
        self.scope.iter().rev().find(|(known, _)| *known == name).map(|(_, span)| *span)
    }

    fn name(&mut self, name: &str, span: Span, access: Access) {
        if let Some(declaration) = self.local(name) {
            return self.add(Thing::Local(declaration), span, access);
        }
        let variable = name.strip_prefix(LanguageName::ENVIRONMENT).filter(|rest| !rest.is_empty());
        let thing = match (variable, Schema::language_name_in_any_version(name)) {
            (Some(variable), Some(_)) => {
                let name = Span::new(span.end - variable.len() as u32, span.end);
                return self.add(Thing::Environment(variable.into()), name, access);
            }
            (None, Some(_)) => Thing::Language(name.into()),
            _ => Thing::Option(name.into()),
        };
        self.add(thing, span, access);
    }

    fn target(&mut self, target: &'t Expr) {
        match &target.kind {
            ExprKind::Name(name) => self.name(name, target.span, Access::Write),
            _ => self.expr(target),
        }
    }

    fn exprs(&mut self, exprs: impl IntoIterator<Item = &'t Expr>) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn expr(&mut self, expr: &'t Expr) {
        match &expr.kind {
            ExprKind::Name(name) => self.name(name, expr.span, Access::Read),
            ExprKind::Function(body) => self.function(body),
            ExprKind::Field { object, .. } => self.apart(object),
            ExprKind::Index { object, key } => {
                self.apart(object);
                self.apart(key);
            }
            ExprKind::Call { callee, args } => self.call(callee, args),
            ExprKind::MethodCall { object, name, args } => {
                if let Some(option) = object.as_name().filter(|_| &*name.text == "append") {
                    self.append(option, object, args);
                } else {
                    self.apart(object);
                    self.arguments(args);
                }
            }
            ExprKind::Binary { left, right, .. } => {
                self.apart(left);
                self.apart(right);
            }
            ExprKind::Unary { operand, .. } => self.apart(operand),
            ExprKind::Paren(_) | ExprKind::Str(_) | ExprKind::Table(_) => self.apart(expr),
            ExprKind::Nil | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::Vararg => {}
        }
    }
}
