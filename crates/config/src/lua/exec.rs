//! Statements.

use std::rc::Rc;
use std::sync::Arc;

use syntax::ast::{Block, Expr, ExprKind, FunctionBody, Stat, StatKind};

use super::frames::Site;
use super::machine::Machine;
use super::scope::Scope;
use super::val::{Closure, Val};
use super::{Flow, Run};
use crate::files::Source;
use crate::prosody::EnvId;

/// A running function: what its statements share.
#[derive(Debug, Clone)]
pub(crate) struct Activation {
    pub(crate) source: Source,
    /// The environment that global names go to.
    pub(crate) env: Rc<std::cell::Cell<EnvId>>,
    pub(crate) varargs: Rc<[Val]>,
    /// How deep functions are nested in the text: a local from further out is an upvalue.
    pub(crate) level: u32,
}

/// How a block ends.
#[derive(Debug, Clone)]
pub(crate) enum Exit {
    /// At its end.
    End,
    Break,
    Goto(Box<str>),
    Return(Vec<Val>),
}

impl Activation {
    /// A place in the file, with the line of its end: Lua reports the last token of what it stores.
    pub(crate) fn end_of(&self, span: syntax::Span) -> Site {
        Site { line: self.source.line(span.end.saturating_sub(1).max(span.start)), span }
    }

    /// A function of this file, closed over what it sees.
    pub(crate) fn closure(&self, scope: &Scope, body: &Arc<FunctionBody>) -> Val {
        Val::Closure(Rc::new(Closure {
            body: Arc::clone(body),
            scope: scope.clone(),
            source: self.source.clone(),
            env: Rc::clone(&self.env),
            level: self.level + 1,
        }))
    }

    /// A place in the file, with the line of its beginning.
    pub(crate) fn start_of(&self, span: syntax::Span) -> Site {
        Site { line: self.source.line(span.start), span }
    }
}

impl Machine<'_> {
    /// Runs a block in a scope of its own.
    pub(crate) fn block(&mut self, act: &Activation, scope: &Scope, block: &Block) -> Run<Exit> {
        let mut scope = scope.clone();
        self.block_in(act, &mut scope, block)
    }

    /// Runs a file's own block. In an editor, a statement that fails does not keep the others from being understood.
    pub(crate) fn chunk(&mut self, act: &Activation, block: &Block) -> Run<Exit> {
        let mut scope = Scope::default();
        if !self.recover {
            return self.block_in(act, &mut scope, block);
        }
        let height = self.stack_height();
        for stat in &block.stats {
            match self.stat(act, &mut scope, stat) {
                Ok(Exit::End | Exit::Break | Exit::Goto(_)) => {}
                Ok(exit) => return Ok(exit),
                Err(Flow::Error(error)) if !error.crash => {
                    self.cut_stack(height);
                    self.errors.push((self.prosody.current_run(), error));
                    self.go_on_behind(act, &mut scope, stat);
                }
                Err(flow) => return Err(flow),
            }
        }
        Ok(Exit::End)
    }

    /// Runs a block in a scope that the caller wants to see afterwards (`repeat`'s condition does).
    pub(super) fn block_in(&mut self, act: &Activation, scope: &mut Scope, block: &Block) -> Run<Exit> {
        let mut next = 0;
        while let Some(stat) = block.stats.get(next) {
            next += 1;
            self.burn(1)?;
            match self.stat(act, scope, stat)? {
                Exit::End => {}
                Exit::Goto(label) => {
                    match block
                        .stats
                        .iter()
                        .position(|s| matches!(&s.kind, StatKind::Label(l) if l.text == label))
                    {
                        Some(position) => next = position,
                        None => return Ok(Exit::Goto(label)),
                    }
                }
                exit => return Ok(exit),
            }
        }
        Ok(Exit::End)
    }

    fn stat(&mut self, act: &Activation, scope: &mut Scope, stat: &Stat) -> Run<Exit> {
        match &stat.kind {
            StatKind::Local { names, values } => {
                let results = self.values(act, scope, values)?;
                let missing = missing(values, &results);
                let mut results = results.into_iter();
                for name in names {
                    let value = results.next().unwrap_or_else(|| missing.clone());
                    *scope =
                        scope.with(&name.name.text, value, self.depth, act.level, name.attribute.is_some());
                }
            }
            StatKind::Assign { targets, values } => {
                self.assign(act, scope, act.end_of(stat.span), targets, values)?;
            }
            StatKind::Call(call) => {
                let values = self.multi(act, scope, call)?;
                self.note_foreign_call(call, &values);
            }
            StatKind::Do(block) => return self.block(act, scope, block),
            StatKind::If { arms, otherwise } => return self.branch(act, scope, arms, otherwise.as_ref()),
            StatKind::While { condition, body } => {
                return self.looped(|machine| machine.while_loop(act, scope, condition, body));
            }
            StatKind::Repeat { body, condition } => {
                return self.looped(|machine| machine.repeat_loop(act, scope, body, condition));
            }
            StatKind::NumericFor { variable, start, limit, step, body } => {
                let start = self.eval(act, scope, start)?;
                let limit = self.eval(act, scope, limit)?;
                let step = step.as_ref().map_or(Ok(Val::Int(1)), |step| self.eval(act, scope, step))?;
                self.at(act.start_of(stat.span));
                return self.looped(|machine| {
                    machine.numeric_for(act, scope, &variable.text, &start, &limit, &step, body)
                });
            }
            StatKind::GenericFor { names, exprs, body } => {
                let iterator = self.values(act, scope, exprs)?;
                self.at(act.start_of(stat.span));
                return self.looped(|machine| machine.generic_for(act, scope, names, iterator, body));
            }
            StatKind::Function { target, body } => {
                let function = act.closure(scope, body);
                // Lua gives a function statement the line of its beginning.
                let site = act.start_of(stat.span);
                let place = self.place_of(act, scope, target)?;
                self.store(act, scope, target, place, function, site, body.span)?;
            }
            StatKind::LocalFunction { name, body } => {
                *scope = scope.with(&name.text, Val::Nil, self.depth, act.level, false);
                let function = act.closure(scope, body);
                if let Some(cell) = scope.find(&name.text) {
                    *cell.value.borrow_mut() = function;
                }
            }
            StatKind::Return(values) => {
                return Ok(Exit::Return(match values.as_slice() {
                    [call] => self.tail_call(act, scope, call)?,
                    _ => self.values(act, scope, values)?,
                }));
            }
            StatKind::Break => return Ok(Exit::Break),
            StatKind::Goto(label) => return Ok(Exit::Goto(label.text.clone())),
            StatKind::Label(_) => {}
        }
        Ok(Exit::End)
    }

    fn branch(
        &mut self,
        act: &Activation,
        scope: &Scope,
        arms: &[(Expr, Block)],
        otherwise: Option<&Block>,
    ) -> Run<Exit> {
        for (at, (condition, block)) in arms.iter().enumerate() {
            let value = self.eval(act, scope, condition)?;
            if let Val::Unknown(reason) = &value {
                // Every arm from here on may or may not run.
                let rest = arms.get(at + 1..).unwrap_or_default();
                self.maybe(reason, |machine| machine.block(act, scope, block))?;
                self.maybe(reason, |machine| machine.branch(act, scope, rest, otherwise))?;
                return Ok(Exit::End);
            }
            if value.truth() == Some(true) {
                return self.block(act, scope, block);
            }
        }
        otherwise.map_or(Ok(Exit::End), |block| self.block(act, scope, block))
    }

    /// Runs something that may or may not run really. If it would leave the function, all that follows there is
    /// undecided, too.
    pub(crate) fn maybe(&mut self, reason: &Arc<str>, run: impl FnOnce(&mut Self) -> Run<Exit>) -> Run<()> {
        self.depth += 1;
        self.conditions.push(Arc::clone(reason));
        let frames = self.stack_height();
        let exit = run(self);
        match exit {
            Ok(Exit::End) => {
                self.depth -= 1;
                self.conditions.pop();
            }
            Err(Flow::OutOfFuel) => return Err(Flow::OutOfFuel),
            // An error ends the load: what follows runs only where it did not happen. Where a `pcall` catches it, what
            // comes before the end of that is as undecided.
            Err(Flow::Error(_)) => {
                self.cut_stack(frames);
                if self.protecting == 0 {
                    self.depth -= 1;
                    self.conditions.pop();
                }
                self.maybe_failed = true;
            }
            // The depth stays raised until the loop ends: see `looped`.
            Ok(Exit::Break) => self.maybe_broke = true,
            // The depth stays raised until the function ends: see `run_function`.
            Ok(_) => self.maybe_left = true,
        }
        Ok(())
    }

    /// Something happens that may fail: where a `pcall` catches that, all that follows in it is undecided.
    pub(crate) fn may_fail(&mut self, reason: &Arc<str>) {
        if self.protecting > 0 && !self.maybe_failed {
            self.depth += 1;
            self.conditions.push(Arc::clone(reason));
        }
        self.maybe_failed = true;
    }

    /// A function of a Lua module that can't be seen is called for what it does: it may well configure something.
    fn note_foreign_call(&mut self, call: &Expr, values: &[Val]) {
        let ExprKind::Call { callee, .. } = &call.kind else { return };
        let is_require = matches!(&callee.kind, ExprKind::Name(name) if &**name == "require");
        if let [Val::Unknown(reason)] = values
            && !is_require
            && self.foreign.contains(reason)
        {
            self.prosody.entangled = true;
            self.prosody.lost_track = true;
        }
    }
}

/// The value of a variable for which an expression list has none: where nobody knows what a call gives, it may give more
/// values than one.
pub(crate) fn missing(exprs: &[Expr], values: &[Val]) -> Val {
    let is_call = exprs
        .last()
        .is_some_and(|last| matches!(last.kind, ExprKind::Call { .. } | ExprKind::MethodCall { .. }));
    match values.last() {
        Some(unknown @ Val::Unknown(_)) if is_call && values.len() >= exprs.len() => unknown.clone(),
        _ => Val::Nil,
    }
}
