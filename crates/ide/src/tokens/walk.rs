//! Goes through a file's tree with its scopes, and names the words.

use schema::{LanguageName, Origin, Schema};
use syntax::Span;
use syntax::ast::{Block, CallForm, Expr, ExprKind, Field, FieldKey, FunctionBody, Name, Stat, StatKind};

use super::{Fates, Modifier, Token, TokenType};
use crate::place::Place;
use crate::sections::{HostCall, host_call};
use crate::shape::is_module_list;

/// All words of a file, roughly in order.
pub(super) fn tokens(place: &Place<'_>, fates: &Fates) -> Vec<Token> {
    let mut walk =
        Walk { text: place.text(), schema: place.schema, fates, scope: Vec::new(), tokens: Vec::new() };
    walk.block(&place.file.parse.chunk.block);
    walk.tokens
}

struct Walk<'a> {
    text: &'a [u8],
    schema: Schema<'a>,
    fates: &'a Fates,
    /// The local names in scope, innermost last.
    scope: Vec<(&'a str, TokenType)>,
    tokens: Vec<Token>,
}

impl<'a> Walk<'a> {
    fn add(&mut self, span: Span, kind: TokenType, modifiers: Vec<Modifier>) {
        self.tokens.push(Token { span, kind, modifiers });
    }

    fn block(&mut self, block: &'a Block) {
        let outside = self.scope.len();
        for stat in &block.stats {
            self.stat(stat);
        }
        self.scope.truncate(outside);
    }

    fn declare(&mut self, name: &'a Name, kind: TokenType) {
        self.scope.push((&name.text, kind));
        self.add(name.span, kind, vec![Modifier::Declaration]);
    }

    fn stat(&mut self, stat: &'a Stat) {
        match &stat.kind {
            StatKind::Local { names, values } => {
                self.exprs(values);
                for local in names {
                    self.declare(&local.name, TokenType::Variable);
                }
            }
            StatKind::LocalFunction { name, body } => {
                self.declare(name, TokenType::Variable);
                self.function(body);
            }
            StatKind::Assign { targets, values } => {
                for target in targets {
                    match self.global(target) {
                        Some(name) => self.option(name, target.span, true),
                        None => self.expr(target),
                    }
                }
                for (index, value) in values.iter().enumerate() {
                    match targets.get(index).and_then(|target| self.global(target)) {
                        Some(option) => self.value(option, value),
                        None => self.expr(value),
                    }
                }
            }
            StatKind::Call(expr) => match host_call(expr) {
                Some(call) => self.host(expr, &call),
                None => self.call(expr),
            },
            StatKind::Return(values) => self.exprs(values),
            StatKind::Do(body) => self.block(body),
            StatKind::While { condition, body } => {
                self.expr(condition);
                self.block(body);
            }
            StatKind::Repeat { body, condition } => {
                self.block(body);
                self.expr(condition);
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
                self.with([variable], TokenType::Variable, body);
            }
            StatKind::GenericFor { names, exprs, body } => {
                self.exprs(exprs);
                self.with(names, TokenType::Variable, body);
            }
            StatKind::Function { target, body } => {
                self.expr(target);
                self.function(body);
            }
            StatKind::Break | StatKind::Goto(_) | StatKind::Label(_) => {}
        }
    }

    /// A block with names of its own.
    fn with(&mut self, names: impl IntoIterator<Item = &'a Name>, kind: TokenType, body: &'a Block) {
        let outside = self.scope.len();
        for name in names.into_iter().filter(|name| !name.span.is_empty()) {
            self.declare(name, kind);
        }
        self.block(body);
        self.scope.truncate(outside);
    }

    fn function(&mut self, body: &'a FunctionBody) {
        self.with(&body.params, TokenType::Parameter, &body.block);
    }

    fn exprs(&mut self, exprs: impl IntoIterator<Item = &'a Expr>) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn expr(&mut self, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::Name(name) => self.name(name, expr.span),
            ExprKind::Function(body) => self.function(body),
            ExprKind::Field { object, .. } => self.expr(object),
            ExprKind::Index { object, key } => {
                self.expr(object);
                self.expr(key);
            }
            ExprKind::Call { callee, args } => {
                self.expr(callee);
                self.exprs(&args.values);
            }
            ExprKind::MethodCall { object, args, .. } => {
                self.expr(object);
                self.exprs(&args.values);
            }
            ExprKind::Binary { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Unary { operand: inner, .. } | ExprKind::Paren(inner) => self.expr(inner),
            ExprKind::Table(fields) => self.fields(fields),
            ExprKind::Nil | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::Str(_) | ExprKind::Vararg => {
            }
        }
    }

    fn fields(&mut self, fields: &'a [Field]) {
        for field in fields {
            if let FieldKey::Computed(key) = &field.key {
                self.expr(key);
            }
            self.expr(&field.value);
        }
    }

    /// A name that is read.
    fn name(&mut self, name: &'a str, span: Span) {
        if let Some((_, kind)) = self.scope.iter().rev().find(|(known, _)| *known == name) {
            let kind = *kind;
            return self.add(span, kind, Vec::new());
        }
        match self.schema.language_name(name) {
            Some(known) if known.name == LanguageName::ENVIRONMENT => {
                self.add(span, TokenType::Environment, Vec::new());
            }
            Some(_) => self.add(span, TokenType::Function, vec![Modifier::Known]),
            None if self.schema.option(name).is_some() => self.option(name, span, false),
            None => {}
        }
    }

    /// The name, if the expression is a global variable that could be an option.
    fn global(&self, expr: &'a Expr) -> Option<&'a str> {
        let name = expr.as_name()?;
        let is_local = self.scope.iter().any(|(known, _)| *known == name);
        (!is_local && self.schema.language_name(name).is_none()).then_some(name)
    }

    fn option(&mut self, name: &str, span: Span, assigned: bool) {
        let info = self.schema.option(name);
        let mut modifiers = Vec::new();
        if info.is_some() || self.schema.host_key(name).is_some() {
            modifiers.push(Modifier::Known);
        }
        if info.is_some_and(|info| info.deprecated().is_some()) {
            modifiers.push(Modifier::Deprecated);
        }
        modifiers.extend(self.fates.modifier(span.start).filter(|_| assigned));
        self.add(span, TokenType::Option, modifiers);
    }

    /// The value of an option: the strings in a list of modules are modules.
    fn value(&mut self, option: &str, value: &'a Expr) {
        match value.as_table() {
            Some(fields) if is_module_list(&[option.to_owned()]) => {
                for field in fields {
                    match (&field.key, field.value.as_str()) {
                        (FieldKey::Positional, Some(name)) => self.module(name, field.value.span),
                        _ => self.expr(&field.value),
                    }
                }
            }
            _ => self.expr(value),
        }
    }

    fn module(&mut self, name: &[u8], span: Span) {
        let module = std::str::from_utf8(name).ok().and_then(|name| self.schema.module(name));
        let mut modifiers = Vec::new();
        if module.is_some_and(|module| module.origin != Origin::Private) {
            modifiers.push(Modifier::Known);
        }
        if module.is_some_and(|module| module.deprecated.is_some()) {
            modifiers.push(Modifier::Deprecated);
        }
        self.string(span, TokenType::Module, modifiers);
    }

    /// The content of a string in quotes.
    fn string(&mut self, span: Span, kind: TokenType, modifiers: Vec<Modifier>) {
        if matches!(span.slice(self.text), [b'"' | b'\'', _, .., _]) {
            self.add(Span::new(span.start + 1, span.end - 1), kind, modifiers);
        }
    }

    /// `VirtualHost "x"`, `Component "x" "module" { ... }`
    fn host(&mut self, expr: &'a Expr, call: &HostCall<'a>) {
        // The calls from the outermost to the innermost: the last argument comes first.
        let mut calls = Vec::new();
        let mut next = expr;
        while let ExprKind::Call { callee, args } = &next.kind {
            calls.push(args);
            next = callee;
        }
        self.expr(next);
        for (index, args) in calls.into_iter().rev().enumerate() {
            for argument in &args.values {
                match &argument.kind {
                    ExprKind::Str(_) if index == 0 => self.string(argument.span, TokenType::Host, Vec::new()),
                    ExprKind::Str(name) => self.module(name, argument.span),
                    ExprKind::Table(fields) if call.table.is_some() => self.host_table(fields),
                    _ => self.expr(argument),
                }
            }
        }
    }

    fn host_table(&mut self, fields: &'a [Field]) {
        for field in fields {
            match &field.key {
                FieldKey::Named(name) => {
                    self.option(&name.text, name.span, true);
                    self.value(&name.text, &field.value);
                }
                _ => self.expr(&field.value),
            }
        }
    }

    /// A call as a statement: `option { ... }` and `option:append { ... }` set an option.
    fn call(&mut self, expr: &'a Expr) {
        let (object, args) = match &expr.kind {
            ExprKind::Call { callee, args } if args.form == CallForm::Table => (callee, args),
            ExprKind::MethodCall { object, name, args } if &*name.text == "append" => (object, args),
            _ => return self.expr(expr),
        };
        let Some(option) = self.global(object) else { return self.expr(expr) };
        self.option(option, object.span, true);
        for argument in &args.values {
            self.value(option, argument);
        }
    }
}
