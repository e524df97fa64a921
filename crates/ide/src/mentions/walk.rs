//! The walk over a file's tree that meets every mention, with the scopes of local variables.

use rustc_hash::{FxHashMap, FxHashSet};
use schema::{LanguageName, Schema};
use syntax::Span;
use syntax::ast::{
    Block, CallArgs, CallForm, Chunk, Expr, ExprKind, Field, FieldKey, FunctionBody, Name, Stat, StatKind,
};

use super::strings::{mention, read};
use super::{Access, Mention, Thing, content};
use crate::shape::is_module_list;
use crate::subject::Function;

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

    /// A value with the target that it is assigned to.
    fn assigned(&mut self, target: Option<&'t Expr>, value: &'t Expr) {
        let indexed = |target: &'t Expr| match &target.kind {
            ExprKind::Index { object, .. } => object.as_name(),
            _ => None,
        };
        match target.and_then(Expr::as_name) {
            Some(name) => match self.local(name) {
                Some(list) => {
                    self.items(value, Some(list));
                    self.expr(value);
                }
                None => self.option_value(name, None, value),
            },
            // `list[#list + 1] = "x"`
            None => match target.and_then(indexed) {
                Some(name) => self.item_of(name, value),
                None => self.expr(value),
            },
        }
    }

    /// A value of an option, or of a key in it.
    fn option_value(&mut self, option: &str, key: Option<&str>, value: &'t Expr) {
        let outside = std::mem::replace(&mut self.path, vec![option.to_owned()]);
        self.path.extend(key.map(str::to_owned));
        self.value(value);
        self.path = outside;
    }

    /// A value that is added to a list.
    fn item_of(&mut self, list: &str, value: &'t Expr) {
        match self.local(list) {
            Some(list) => {
                self.item(value, list);
                self.expr(value);
            }
            None => self.option_value(list, Some("1"), value),
        }
    }

    /// Remembers the strings in a local variable's table.
    fn items(&mut self, value: &'t Expr, list: Option<Span>) {
        let Some(list) = list else { return };
        for field in value.as_table().unwrap_or_default() {
            if field.key == FieldKey::Positional {
                self.item(&field.value, list);
            }
        }
    }

    fn item(&mut self, value: &'t Expr, list: Span) {
        let Some(bytes) = value.as_str() else { return };
        if let Some(span) = content(self.text, value.span, bytes)
            && let Ok(name) = std::str::from_utf8(bytes)
        {
            let mention = read(Thing::Module(name.into()), span);
            self.lists.entry(list).or_default().push((value.span, mention));
        }
    }

    /// An expression that is the value at the path, or one of its alternatives.
    fn value(&mut self, expr: &'t Expr) {
        match &expr.kind {
            ExprKind::Str(bytes) => self.string(expr, bytes),
            ExprKind::Paren(inner) => self.value(inner),
            ExprKind::Binary {
                op: syntax::ast::BinaryOp::Or | syntax::ast::BinaryOp::And,
                left,
                right,
                ..
            } => {
                self.value(left);
                self.value(right);
            }
            ExprKind::Table(fields) => self.fields(fields),
            ExprKind::Name(name) => {
                if let Some(variable) = self.local(name).filter(|_| is_module_list(&self.path)) {
                    let list = self.elements.get(&variable).copied().unwrap_or(variable);
                    self.module_lists.insert(list);
                }
                self.expr(expr);
            }
            _ => self.expr(expr),
        }
    }

    /// The local variable whose table a loop goes through: `ipairs(list)`.
    fn iterated(&self, exprs: &[Expr]) -> Option<Span> {
        let (function, args) = exprs.first()?.as_call()?;
        let goes_through = matches!(function.as_name(), Some("ipairs" | "pairs"));
        args.values.first()?.as_name().filter(|_| goes_through).and_then(|list| self.local(list))
    }

    fn string(&mut self, expr: &Expr, bytes: &[u8]) {
        let as_module = [String::from("modules_enabled")];
        let path = if self.listed.contains(&expr.span) { &as_module[..] } else { &self.path };
        self.found.extend(mention(self.text, expr.span, bytes, path));
    }

    /// The entries of the table at the path.
    fn fields(&mut self, fields: &'t [Field]) {
        let mut next = 1;
        for field in fields {
            let key = match &field.key {
                FieldKey::Positional => {
                    next += 1;
                    (next - 1).to_string()
                }
                FieldKey::Named(name) => name.text.to_string(),
                FieldKey::Computed(key) => {
                    self.apart(key);
                    key.as_str().map(|key| String::from_utf8_lossy(key).into_owned()).unwrap_or_default()
                }
            };
            if self.path.is_empty() {
                self.value(&field.value);
            } else {
                self.path.push(key);
                self.value(&field.value);
                self.path.pop();
            }
        }
    }

    /// An expression that is not the value at the path, only a part of what makes it.
    fn apart(&mut self, expr: &'t Expr) {
        let outside = std::mem::take(&mut self.path);
        self.value(expr);
        self.path = outside;
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

    fn arguments(&mut self, args: &'t CallArgs) {
        for value in &args.values {
            self.apart(value);
        }
    }

    /// `option { ... }`, `option:append { ... }`
    fn append(&mut self, option: &'t str, object: &'t Expr, args: &'t CallArgs) {
        let is_local = self.local(option).is_some();
        self.name(option, object.span, if is_local { Access::Read } else { Access::Write });
        for value in &args.values {
            if is_local {
                self.apart(value);
            } else {
                self.option_value(option, None, value);
            }
        }
    }

    fn call(&mut self, callee: &'t Expr, args: &'t CallArgs) {
        if let Some(component) = self.opens_host(callee) {
            self.expr(callee);
            return self.host_arguments(component, args);
        }
        let Some(names) = callee.dotted_name() else {
            self.apart(callee);
            return self.arguments(args);
        };
        let is_global = names.first().is_some_and(|first| self.local(first).is_none());
        match (names.as_slice(), is_global) {
            ([name], true) => match Function::of(name) {
                Some(Function::Host | Function::Component) => {
                    self.name(name, callee.span, Access::Read);
                    return self.host_name(args);
                }
                // Paths name no hosts.
                Some(Function::Include | Function::File) => {
                    self.name(name, callee.span, Access::Read);
                    let computed = args.values.iter().filter(|value| value.as_str().is_none());
                    return computed.for_each(|value| self.apart(value));
                }
                _ => {}
            },
            (["table", "insert"] | ["Lua", "table", "insert"], true) => {
                self.expr(callee);
                return self.insertion(args);
            }
            _ => {}
        }
        self.expr(callee);
        if names.last() == Some(&"getenv")
            && let [only] = args.values.as_slice()
            && let Some(bytes) = only.as_str()
            && let Ok(variable) = std::str::from_utf8(bytes)
        {
            if let Some(span) = content(self.text, only.span, bytes) {
                self.add(Thing::Environment(variable.into()), span, Access::Read);
            }
            return;
        }
        self.arguments(args);
    }

    /// Whether calling this goes on with a host's section: `VirtualHost "x"`, or `Component "x" "module"`. Then
    /// whether it is a component.
    fn opens_host(&self, callee: &Expr) -> Option<bool> {
        let mut inner = callee;
        while let Some((callee, _)) = inner.as_call() {
            inner = callee;
        }
        let name = inner.as_name().filter(|name| self.local(name).is_none())?;
        let function = Function::of(name).filter(|_| callee.as_call().is_some())?;
        match function {
            Function::Host => Some(false),
            Function::Component => Some(true),
            _ => None,
        }
    }

    /// The module or the options of a host.
    fn host_arguments(&mut self, component: bool, args: &'t CallArgs) {
        for value in &args.values {
            match &value.kind {
                ExprKind::Str(_) if component => self.option_value("component_module", None, value),
                ExprKind::Table(fields) => self.options(fields),
                _ => self.apart(value),
            }
        }
    }

    fn options(&mut self, fields: &'t [Field]) {
        for field in fields {
            match &field.key {
                FieldKey::Named(name) => {
                    self.add(Thing::Option((*name.text).into()), name.span, Access::Write);
                    self.option_value(&name.text, None, &field.value);
                }
                FieldKey::Computed(key) => match named(self.text, key) {
                    Some((name, span)) => {
                        self.add(Thing::Option(name.into()), span, Access::Write);
                        self.option_value(name, None, &field.value);
                    }
                    None => {
                        self.apart(key);
                        self.apart(&field.value);
                    }
                },
                FieldKey::Positional => self.apart(&field.value),
            }
        }
    }

    fn host_name(&mut self, args: &'t CallArgs) {
        let mut values = args.values.iter();
        if let Some(first) = values.next() {
            let bytes = first.as_str().unwrap_or_default();
            let name = std::str::from_utf8(bytes).ok().and_then(config::prepare_host);
            match (content(self.text, first.span, bytes), name.filter(|name| !name.is_empty())) {
                (Some(span), Some(name)) => self.add(Thing::Host(name.into()), span, Access::Write),
                _ => self.apart(first),
            }
        }
        values.for_each(|value| self.apart(value));
    }

    /// The arguments of `table.insert`.
    fn insertion(&mut self, args: &'t CallArgs) {
        let Some((list, values)) = args.values.split_first() else { return };
        self.apart(list);
        for value in values {
            match list.as_name() {
                Some(name) => self.item_of(name, value),
                None => self.apart(value),
            }
        }
    }
}

/// The option that a statement adds to: `option { ... }`.
fn added_to(expr: &Expr) -> Option<(&str, &Expr, &CallArgs)> {
    let (callee, args) = expr.as_call()?;
    let name =
        callee.as_name().filter(|name| args.form == CallForm::Table && Function::of(name).is_none())?;
    Some((name, callee, args))
}

/// The name that a key in brackets spells: `["option"]`.
fn named<'t>(text: &[u8], key: &'t Expr) -> Option<(&'t str, Span)> {
    let bytes = key.as_str()?;
    Some((std::str::from_utf8(bytes).ok()?, content(text, key.span, bytes)?))
}
