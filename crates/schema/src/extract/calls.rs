//! The calls that matter: reads of options, and what a module tells about itself.

use syntax::Span;
use syntax::ast::{CallArgs, Expr, ExprKind};

use super::facts::getter_type;
use super::reads::Read;
use super::value::{Context, Value};
use super::walk::Walker;
use crate::{ModuleKind, OptionType};

impl Walker<'_> {
    pub(super) fn function_call(&mut self, callee: &Expr, args: &CallArgs, span: Span) -> Value {
        let function = self.eval(callee);
        let values = self.eval_all(&args.values);
        match function {
            Value::Getter(getter) => {
                let context = values.first().map_or(Context::Host, context_of);
                self.read(&getter, context, values.get(1..).unwrap_or_default(), span)
            }
            Value::ConfigGet => self.config_get(&values, span),
            Value::Function { body, scopes } => {
                self.call(&body, scopes, &values, span);
                Value::Unknown
            }
            _ => self.builtin(callee, args, values),
        }
    }

    /// A function that is not the module's own.
    fn builtin(&mut self, callee: &Expr, args: &CallArgs, values: Vec<Value>) -> Value {
        let name = match &callee.kind {
            ExprKind::Name(name) => &**name,
            _ => "",
        };
        let first = values.into_iter().next().unwrap_or(Value::Nil);
        match (name, first) {
            ("require", Value::Str(path)) if path.ends_with(b"core.configmanager") => Value::Config,
            ("assert", condition) => {
                match condition {
                    Value::IsComponent { equal: true, local: false } if self.conditional == 0 => {
                        self.facts.kinds.insert(ModuleKind::ComponentOnly);
                    }
                    Value::IsGlobal(true) if self.conditional == 0 => self.set_global(),
                    _ => {}
                }
                condition
            }
            ("ipairs" | "pairs" | "next" | "type" | "tostring" | "tonumber" | "unpack", _) => Value::Unknown,
            _ => {
                // `table.insert(list, ...)`: the callee may change its argument.
                if let Some(list) = args.values.first() {
                    self.open_table(list);
                }
                Value::Unknown
            }
        }
    }

    pub(super) fn method_call(&mut self, object: &Expr, name: &str, args: &CallArgs, span: Span) -> Value {
        let object = self.eval(object);
        let values = self.eval_all(&args.values);
        if getter_type(name).is_some() {
            return self.read(name, context_of(&object), &values, span);
        }
        let Value::Module(context) = object else { return Value::Unknown };
        let first = values.first().unwrap_or(&Value::Nil);
        match name {
            "context" => match first {
                Value::Str(host) if &**host == b"*" => Value::Module(Context::Global),
                Value::HostOf(context) => Value::Module(*context),
                _ => Value::Module(Context::Host),
            },
            "set_global" => {
                self.set_global();
                Value::Unknown
            }
            "get_name" => Value::text(self.module),
            "get_host" => Value::HostOf(context),
            "get_host_type" => Value::HostType,
            "depends" => {
                if let Some(name) = first.as_str().filter(|_| self.conditional == 0) {
                    self.facts.depends.insert(name);
                }
                Value::Unknown
            }
            "provides" => {
                self.provides(first, values.get(1), span);
                Value::Unknown
            }
            "add_item" => {
                self.add_item(first, values.get(1), span);
                Value::Unknown
            }
            "hourly" | "daily" | "weekly" => {
                self.task(name, first, span);
                Value::Unknown
            }
            "cron" => {
                self.cron(first, span);
                Value::Unknown
            }
            _ => Value::Unknown,
        }
    }

    /// `module:get_option_string(name, default, ...)`, the object left out of `args`.
    fn read(&mut self, getter: &str, context: Context, args: &[Value], span: Span) -> Value {
        let Some(value_type) = getter_type(getter) else { return Value::Unknown };
        let Some(name) = args.first().and_then(Value::as_str) else {
            self.pend(span);
            return Value::Unknown;
        };
        let mut read = Read::new(name, value_type, context, self.place(span), span);
        match args.get(1) {
            Some(Value::Option(index)) => {
                if let Some(other) = self.reads.get(*index) {
                    read.fallback = Some(other.name.clone());
                    read.default.clone_from(&other.default);
                }
            }
            Some(default) => read.default = default.to_lua(),
            None => {}
        }
        read.limit(self.version, args.get(1..).unwrap_or_default());
        self.record(read)
    }

    /// `configmanager.get(host, name)`
    fn config_get(&mut self, args: &[Value], span: Span) -> Value {
        let context = match args.first() {
            Some(Value::Str(host)) if &**host == b"*" => Context::Global,
            Some(Value::HostOf(context)) => *context,
            _ => Context::Host,
        };
        // The three-argument form of Prosody 0.8, with a section in the middle, reads nothing useful.
        let [_, name] = args else { return Value::Unknown };
        let Some(name) = name.as_str() else {
            self.pend(span);
            return Value::Unknown;
        };
        self.record(Read::new(name, OptionType::Any, context, self.place(span), span))
    }

    pub(super) fn record(&mut self, read: Read) -> Value {
        self.pending.retain(|pending| *pending != read.span);
        self.reads.push(read);
        Value::Option(self.reads.len() - 1)
    }

    pub(super) fn pend(&mut self, span: Span) {
        let told = self.reads.iter().any(|read| read.span == span && read.at == self.place(span));
        if !told && !self.pending.contains(&span) {
            self.pending.push(span);
        }
        if !self.dynamic.contains(&span) {
            self.dynamic.push(span);
        }
    }
}

fn context_of(object: &Value) -> Context {
    match object {
        Value::Module(context) => *context,
        _ => Context::Host,
    }
}
