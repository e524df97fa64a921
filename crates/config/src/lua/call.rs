//! Calling functions.

use std::rc::Rc;
use std::sync::Arc;

use super::Run;
use super::exec::{Activation, Exit};
use super::frames::Site;
use super::machine::Machine;
use super::val::{Closure, Native, Val};

/// What came of something whose errors are caught.
#[derive(Debug)]
pub(crate) enum Caught {
    Values(Vec<Val>),
    Error(Box<super::LuaError>),
    /// Whether it fails depends on something unknown.
    Unsure,
}

impl Machine<'_> {
    /// Where the running function is.
    pub(crate) fn here(&self) -> Site {
        self.location().map(|(_, line, span)| Site { line, span }).unwrap_or_default()
    }

    /// Calls any value from within the library or Prosody: no expression says what is called.
    pub(crate) fn call(&mut self, function: &Val, args: Vec<Val>, site: Site) -> Run<Vec<Val>> {
        self.call_value(function, args, site).map_err(|flow| self.name_argument(flow, function, None))
    }

    /// Calls any value.
    pub(crate) fn call_value(&mut self, function: &Val, args: Vec<Val>, site: Site) -> Run<Vec<Val>> {
        self.burn(2)?;
        match function {
            Val::Closure(closure) => self.call_closure(closure, args),
            Val::Native(Native::Lib(lib)) => (lib.call)(self, &args),
            Val::Native(Native::Prosody(function)) => self.call_prosody(function, &args, site),
            Val::Native(Native::Rows(rows)) => Ok(rows.next()),
            Val::Native(Native::Chunk(chunk)) => self.run_chunk(&Rc::clone(chunk), args),
            Val::Unknown(reason) => {
                if self.protecting > 0 {
                    self.may_fail(reason);
                }
                // It may do anything with what it is given.
                for arg in &args {
                    self.hand_over(arg, reason)?;
                }
                Ok(vec![Val::Unknown(Arc::clone(reason))])
            }
            Val::Table(id) => {
                if let Some(proxy) = self.table(*id).proxy.clone().filter(|proxy| !proxy.stripped) {
                    return self.call_proxy(*id, &proxy, args.first(), site);
                }
                match self.metafield(*id, "__call") {
                    Some(meta) => {
                        let args = std::iter::once(function.clone()).chain(args).collect();
                        self.call(&meta, args, site)
                    }
                    None => Err(self.error("attempt to call a table value")),
                }
            }
            other => Err(self.error(&format!("attempt to call a {} value", other.type_name()))),
        }
    }

    pub(crate) fn call_closure(&mut self, closure: &Rc<Closure>, args: Vec<Val>) -> Run<Vec<Val>> {
        let mut scope = closure.scope.clone();
        let mut args = args.into_iter();
        for param in &closure.body.params {
            let value = args.next().unwrap_or(Val::Nil);
            scope = scope.with(&param.text, value, self.depth, closure.level, false);
        }
        let act = Activation {
            source: closure.source.clone(),
            env: Rc::clone(&closure.env),
            varargs: if closure.body.vararg { args.collect() } else { Rc::from([]) },
            level: closure.level,
        };
        let body = Arc::clone(&closure.body);
        let function = Val::Closure(Rc::clone(closure));
        self.run_function(&act, function, |machine| machine.block(&act, &scope, &body.block))
    }

    /// Runs a function's or a chunk's block on a frame of its own.
    pub(crate) fn run_function(
        &mut self,
        act: &Activation,
        function: Val,
        run: impl FnOnce(&mut Self) -> Run<Exit>,
    ) -> Run<Vec<Val>> {
        self.push_frame(Some(act.source.clone()))?;
        self.name_frame(function);
        let (depth, conditions) = (self.depth, self.conditions.len());
        let (maybe_left, maybe_failed) = (std::mem::take(&mut self.maybe_left), self.maybe_failed);
        // Nested calls recurse through the whole evaluator: make sure that there is room.
        let exit = stacker::maybe_grow(256 * 1024, 4 * 1024 * 1024, || run(self));
        self.pop_frame();
        let left = std::mem::replace(&mut self.maybe_left, maybe_left);
        let reason = self.conditions.get(conditions).cloned();
        // What a `pcall` may have caught already is undecided to its end.
        let failed = self.protecting > 0 && self.maybe_failed && !maybe_failed && self.depth > depth;
        self.depth = depth + u32::from(failed);
        self.conditions.truncate(conditions + usize::from(failed));
        match exit? {
            _ if left => {
                let reason = reason.unwrap_or_else(|| Arc::from("the function may return in several places"));
                Ok(vec![Val::Unknown(reason)])
            }
            Exit::Return(values) => Ok(values),
            Exit::End | Exit::Break | Exit::Goto(_) => Ok(Vec::new()),
        }
    }

    /// Runs something whose errors are caught.
    pub(crate) fn protected(&mut self, run: impl FnOnce(&mut Self) -> Run<Vec<Val>>) -> Run<Caught> {
        let height = self.stack_height();
        self.push_frame(None)?;
        let (depth, conditions) = (self.depth, self.conditions.len());
        let maybe_failed = std::mem::take(&mut self.maybe_failed);
        let result = run(self);
        let failed = std::mem::replace(&mut self.maybe_failed, maybe_failed);
        self.cut_stack(height);
        self.depth = depth;
        self.conditions.truncate(conditions);
        match result {
            Ok(_) if failed => Ok(Caught::Unsure),
            Ok(values) => Ok(Caught::Values(values)),
            Err(super::Flow::Error(error)) if error.crash => Err(super::Flow::Error(error)),
            Err(super::Flow::Error(error)) => Ok(Caught::Error(error)),
            Err(flow) => Err(flow),
        }
    }
}
