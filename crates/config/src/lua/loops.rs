//! Loops: running their rounds.

use std::sync::Arc;

use syntax::ast::{Block, Expr, Name};

use super::Run;
use super::exec::{Activation, Exit};
use super::frames::Site;
use super::machine::Machine;
use super::scope::Scope;
use super::val::{Native, Val};

impl Machine<'_> {
    /// Runs a loop. Where a `break` may have left it, what follows in it is undecided, what comes behind it is not.
    pub(super) fn looped(&mut self, run: impl FnOnce(&mut Self) -> Run<Exit>) -> Run<Exit> {
        let (depth, conditions) = (self.depth, self.conditions.len());
        let before = (self.maybe_left, self.protecting > 0 && self.maybe_failed);
        let outer = std::mem::take(&mut self.maybe_broke);
        let exit = run(self);
        if !std::mem::replace(&mut self.maybe_broke, outer) {
            return exit;
        }
        match exit? {
            Exit::End | Exit::Break => {
                if before == (self.maybe_left, self.protecting > 0 && self.maybe_failed) {
                    self.depth = depth;
                    self.conditions.truncate(conditions);
                }
            }
            // Whether it comes to that is not known.
            Exit::Return(_) | Exit::Goto(_) => self.maybe_left = true,
        }
        Ok(Exit::End)
    }

    pub(super) fn while_loop(
        &mut self,
        act: &Activation,
        scope: &Scope,
        condition: &Expr,
        body: &Block,
    ) -> Run<Exit> {
        let depth = self.depth;
        loop {
            self.burn(1)?;
            let value = self.eval(act, scope, condition)?;
            match &value {
                Val::Unknown(reason) => {
                    let reason = Arc::clone(reason);
                    self.maybe(&reason, |machine| Ok(loop_exit(machine.block(act, scope, body)?)))?;
                    return Ok(Exit::End);
                }
                value if value.truth() == Some(false) => return Ok(Exit::End),
                _ => {}
            }
            // Where a round may have been the last, the others are undecided: one shows what they may do.
            let undecided = self.depth > depth;
            match self.block(act, scope, body)? {
                Exit::End if !undecided => {}
                Exit::End | Exit::Break => return Ok(Exit::End),
                exit => return Ok(exit),
            }
        }
    }

    pub(super) fn repeat_loop(
        &mut self,
        act: &Activation,
        scope: &Scope,
        body: &Block,
        condition: &Expr,
    ) -> Run<Exit> {
        let depth = self.depth;
        loop {
            self.burn(1)?;
            let undecided = self.depth > depth;
            let mut inner = scope.clone();
            match self.block_in(act, &mut inner, body)? {
                Exit::End => {}
                Exit::Break => return Ok(Exit::End),
                exit => return Ok(exit),
            }
            let value = self.eval(act, &inner, condition)?;
            match &value {
                Val::Unknown(reason) => {
                    let reason = Arc::clone(reason);
                    self.maybe(&reason, |machine| Ok(loop_exit(machine.block(act, scope, body)?)))?;
                    return Ok(Exit::End);
                }
                value if undecided || value.truth() == Some(true) => return Ok(Exit::End),
                _ => {}
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a loop has that many parts")]
    pub(super) fn numeric_for(
        &mut self,
        act: &Activation,
        scope: &Scope,
        name: &str,
        start: &Val,
        limit: &Val,
        step: &Val,
        body: &Block,
    ) -> Run<Exit> {
        if let Some(Val::Unknown(reason)) = [start, limit, step].into_iter().find(|v| v.is_unknown()) {
            let inner = scope.with(name, Val::Unknown(Arc::clone(reason)), self.depth + 1, act.level, false);
            self.maybe(reason, |machine| Ok(loop_exit(machine.block(act, &inner, body)?)))?;
            return Ok(Exit::End);
        }
        for value in super::ops::for_range(self, start, limit, step)? {
            self.burn(1)?;
            let inner = scope.with(name, value, self.depth, act.level, false);
            match self.block(act, &inner, body)? {
                Exit::End => {}
                Exit::Break => return Ok(Exit::End),
                exit => return Ok(exit),
            }
        }
        Ok(Exit::End)
    }

    pub(super) fn generic_for(
        &mut self,
        act: &Activation,
        scope: &Scope,
        names: &[Name],
        iterator: Vec<Val>,
        body: &Block,
    ) -> Run<Exit> {
        let mut iterator = iterator.into_iter();
        let mut function = iterator.next().unwrap_or(Val::Nil);
        let state = iterator.next().unwrap_or(Val::Nil);
        let control = iterator.next().unwrap_or(Val::Nil);
        if let (Val::Native(Native::Lib(lib)), Val::Table(_), Val::Nil) = (&function, &state, &control)
            && lib.name == "next"
        {
            function = self.all_rows(&state)?;
        }
        if let Val::Unknown(reason) = &function {
            let mut inner = scope.clone();
            for name in names {
                inner = inner.with(
                    &name.text,
                    Val::Unknown(Arc::clone(reason)),
                    self.depth + 1,
                    act.level,
                    false,
                );
            }
            self.maybe(reason, |machine| Ok(loop_exit(machine.block(act, &inner, body)?)))?;
            return Ok(Exit::End);
        }
        let unordered = matches!(&function, Val::Native(Native::Rows(rows)) if rows.unordered);
        if unordered {
            self.begin_unordered();
        }
        let exit = self.rounds(act, scope, names, &function, &state, control, body);
        if unordered {
            self.end_unordered(self.maybe_broke || !matches!(exit, Ok(Exit::End)));
        }
        match exit? {
            Exit::Break => Ok(Exit::End),
            exit => Ok(exit),
        }
    }

    /// The rounds of a generic `for`; `Break` if it was left by `break`.
    #[expect(clippy::too_many_arguments, reason = "a loop has that many parts")]
    fn rounds(
        &mut self,
        act: &Activation,
        scope: &Scope,
        names: &[Name],
        function: &Val,
        state: &Val,
        mut control: Val,
        body: &Block,
    ) -> Run<Exit> {
        let site = self.location().map(|(_, line, span)| Site { line, span }).unwrap_or_default();
        loop {
            self.burn(2)?;
            let callable = match function {
                Val::Closure(_) | Val::Native(_) => true,
                Val::Table(id) => self.is_callable(*id),
                _ => false,
            };
            if !callable {
                return Err(self.error(&format!(
                    "attempt to call a {} value (for iterator 'for iterator')",
                    function.type_name()
                )));
            }
            let row = match function {
                Val::Native(Native::Rows(rows)) => rows.next(),
                _ => self.call(function, vec![state.clone(), control.clone()], site)?,
            };
            let mut row = row.into_iter();
            let first = row.next().unwrap_or(Val::Nil);
            if first.is_nil() {
                return Ok(Exit::End);
            }
            control = first.clone();
            let unknown = if let Val::Unknown(reason) = &first { Some(Arc::clone(reason)) } else { None };
            let mut inner = scope.clone();
            let missing = if first.is_unknown() { first.clone() } else { Val::Nil };
            let mut values = std::iter::once(first).chain(row);
            for name in names {
                let value = values.next().unwrap_or_else(|| missing.clone());
                inner = inner.with(&name.text, value, self.depth, act.level, false);
            }
            if let Some(reason) = unknown {
                self.maybe(&reason, |machine| Ok(loop_exit(machine.block(act, &inner, body)?)))?;
                return Ok(Exit::End);
            }
            match self.block(act, &inner, body)? {
                Exit::End => {}
                exit => return Ok(exit),
            }
            if matches!(function, Val::Native(Native::Rows(rows)) if rows.unordered) {
                self.end_unordered_round();
            }
            self.at(site);
        }
    }
}

/// Leaving a loop that may not run at all leaves nothing else.
fn loop_exit(exit: Exit) -> Exit {
    match exit {
        Exit::Break => Exit::End,
        exit => exit,
    }
}
