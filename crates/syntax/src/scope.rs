//! Names, labels and jumps while a chunk is walked: the rules of Lua's compiler that are not grammar.

/// Functions, blocks and what is declared in them, innermost last.
#[derive(Debug, Default)]
pub(crate) struct Scopes<'a> {
    functions: Vec<Function>,
    blocks: Vec<Block>,
    variables: Vec<Variable<'a>>,
    labels: Vec<Jump<'a>>,
    gotos: Vec<Jump<'a>>,
}

#[derive(Debug)]
struct Function {
    /// Where it begins; `None` for the chunk itself.
    defined: Option<u32>,
    vararg: bool,
    first_variable: usize,
    first_label: usize,
    first_block: usize,
    /// How many of its variables are in scope; the others are declared but their statement has not ended.
    active: usize,
}

#[derive(Debug)]
struct Block {
    is_loop: bool,
    active: usize,
    first_label: usize,
    first_goto: usize,
}

#[derive(Debug)]
struct Variable<'a> {
    name: &'a [u8],
    constant: bool,
}

/// A label or a pending `goto`.
#[derive(Debug, Clone, Copy)]
struct Jump<'a> {
    name: &'a [u8],
    at: u32,
    active: usize,
}

/// A violation of a rule; places are byte offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScopeFault<'a> {
    TooManyLocals { function: Option<u32> },
    BreakOutsideLoop { at: u32 },
    NoLabel { name: &'a [u8], at: u32 },
    JumpIntoScope { label: &'a [u8], at: u32, variable: &'a [u8] },
    RepeatedLabel { name: &'a [u8], first: u32 },
}

/// A state to return to after a mistake.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    functions: usize,
    blocks: usize,
    variables: usize,
    active: usize,
}

/// What Lua calls the jump of a `break`; no `goto` can name it, since it is reserved.
const BREAK: &[u8] = b"break";

/// Lua's limit of local variables in one function.
const MAX_LOCALS: usize = 200;

impl<'a> Scopes<'a> {
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            functions: self.functions.len(),
            blocks: self.blocks.len(),
            variables: self.variables.len(),
            active: self.active(),
        }
    }

    pub(crate) fn reset(&mut self, mark: Mark) {
        self.functions.truncate(mark.functions);
        self.blocks.truncate(mark.blocks);
        self.variables.truncate(mark.variables);
        if let Some(function) = self.functions.last_mut() {
            function.active = mark.active;
        }
    }

    pub(crate) fn open_function(&mut self, defined: Option<u32>, vararg: bool) {
        self.functions.push(Function {
            defined,
            vararg,
            first_variable: self.variables.len(),
            first_label: self.labels.len(),
            first_block: self.blocks.len(),
            active: 0,
        });
        self.open_block(false);
    }

    pub(crate) fn set_vararg(&mut self) {
        if let Some(function) = self.functions.last_mut() {
            function.vararg = true;
        }
    }

    pub(crate) fn is_vararg(&self) -> bool {
        self.functions.last().is_some_and(|f| f.vararg)
    }

    pub(crate) fn close_function(&mut self) -> Result<(), ScopeFault<'a>> {
        let result = self.close_block();
        self.functions.pop();
        result
    }

    pub(crate) fn open_block(&mut self, is_loop: bool) {
        self.blocks.push(Block {
            is_loop,
            active: self.active(),
            first_label: self.labels.len(),
            first_goto: self.gotos.len(),
        });
    }

    pub(crate) fn close_block(&mut self) -> Result<(), ScopeFault<'a>> {
        let Some(block) = self.blocks.last() else { return Ok(()) };
        let (is_loop, active, first_label, first_goto) =
            (block.is_loop, block.active, block.first_label, block.first_goto);
        let result = if is_loop { self.solve_gotos(BREAK, self.active()) } else { Ok(()) };
        self.blocks.pop();
        if let Some(function) = self.functions.last_mut() {
            function.active = active;
            self.variables.truncate(function.first_variable + active);
        }
        self.labels.truncate(first_label);
        let outermost = self.functions.last().is_none_or(|f| f.first_block == self.blocks.len());
        if outermost {
            let undefined = self.gotos.get(first_goto).copied();
            self.gotos.truncate(first_goto);
            if let Some(Jump { name, at, .. }) = undefined {
                return Err(if name == BREAK {
                    ScopeFault::BreakOutsideLoop { at }
                } else {
                    ScopeFault::NoLabel { name, at }
                });
            }
        } else {
            for goto in self.gotos.iter_mut().skip(first_goto) {
                goto.active = active;
            }
        }
        result
    }

    /// Declares a variable that comes into scope with [`Scopes::activate`].
    pub(crate) fn declare(&mut self, name: &'a [u8]) -> Result<(), ScopeFault<'a>> {
        let (first, defined) = self.functions.last().map_or((0, None), |f| (f.first_variable, f.defined));
        self.variables.push(Variable { name, constant: false });
        if self.variables.len() - first > MAX_LOCALS {
            return Err(ScopeFault::TooManyLocals { function: defined });
        }
        Ok(())
    }

    /// The variable declared last cannot be assigned to.
    pub(crate) fn make_constant(&mut self) {
        if let Some(variable) = self.variables.last_mut() {
            variable.constant = true;
        }
    }

    /// Brings all declared variables into scope.
    pub(crate) fn activate(&mut self) {
        if let Some(function) = self.functions.last_mut() {
            function.active = self.variables.len().saturating_sub(function.first_variable);
        }
    }

    /// Whether `name` is a local variable that cannot be assigned to.
    pub(crate) fn is_constant(&self, name: &[u8]) -> bool {
        if !self.variables.iter().any(|v| v.constant) {
            return false;
        }
        self.functions
            .iter()
            .rev()
            .find_map(|function| {
                let visible = self.variables.iter().skip(function.first_variable).take(function.active);
                visible.rev().find(|v| v.name == name)
            })
            .is_some_and(|v| v.constant)
    }

    pub(crate) fn add_break(&mut self, at: u32) {
        let active = self.active();
        self.gotos.push(Jump { name: BREAK, at, active });
    }

    pub(crate) fn add_goto(&mut self, name: &'a [u8], at: u32) {
        if self.find_label(name).is_none() {
            let active = self.active();
            self.gotos.push(Jump { name, at, active });
        }
    }

    /// Declares a label; `last` tells whether nothing but the block's end follows.
    pub(crate) fn add_label(&mut self, name: &'a [u8], at: u32, last: bool) -> Result<(), ScopeFault<'a>> {
        if let Some(label) = self.find_label(name) {
            return Err(ScopeFault::RepeatedLabel { name, first: label.at });
        }
        let outside = self.blocks.last().map_or(0, |b| b.active);
        let active = if last { outside } else { self.active() };
        self.labels.push(Jump { name, at, active });
        self.solve_gotos(name, active)
    }

    fn find_label(&self, name: &[u8]) -> Option<&Jump<'a>> {
        let first = self.functions.last().map_or(0, |f| f.first_label);
        self.labels.iter().skip(first).find(|l| l.name == name)
    }

    /// Removes the pending jumps to `name` in the current block.
    fn solve_gotos(&mut self, name: &[u8], active: usize) -> Result<(), ScopeFault<'a>> {
        let first = self.blocks.last().map_or(0, |b| b.first_goto);
        let first_variable = self.functions.last().map_or(0, |f| f.first_variable);
        let mut fault = None;
        let (variables, mut index) = (&self.variables, 0);
        self.gotos.retain(|goto| {
            let keep = index < first || goto.name != name;
            index += 1;
            if !keep && goto.active < active && fault.is_none() {
                let variable = variables.get(first_variable + goto.active).map_or(&b"?"[..], |v| v.name);
                fault = Some(ScopeFault::JumpIntoScope { label: goto.name, at: goto.at, variable });
            }
            keep
        });
        fault.map_or(Ok(()), Err)
    }

    fn active(&self) -> usize {
        self.functions.last().map_or(0, |f| f.active)
    }
}
