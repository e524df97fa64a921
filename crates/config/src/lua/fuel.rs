//! How many steps an evaluation may take: each file brings some, so that it ends whatever the files say.

use rustc_hash::FxHashSet;

use super::machine::Machine;
use super::{Flow, Run};
use crate::FileId;

/// Steps that one file may take, and that each further file adds to.
const PER_FILE: u64 = 300_000;

/// Steps that a file which is loaded again adds to, at most.
const AGAIN: u64 = 30_000;

/// Steps that all files which are loaded again may add to together: a loop that loads files has to end, too.
const ALL_AGAIN: u64 = 20_000_000;

/// Steps that loading a file again takes. What it leaves behind takes room.
const LOADING: u64 = 1_000;

/// The steps that are left.
#[derive(Debug)]
pub(super) struct Fuel {
    left: u64,
    /// What files that are loaded again may still bring.
    again: u64,
    /// The files that have brought theirs.
    brought: FxHashSet<FileId>,
}

impl Default for Fuel {
    fn default() -> Self {
        Self { left: 0, again: ALL_AGAIN, brought: FxHashSet::default() }
    }
}

impl Machine<'_> {
    /// Adds what a file may use that is about to run.
    pub(crate) fn refuel(&mut self, file: FileId) -> Run<()> {
        let fuel = &mut self.fuel;
        if fuel.brought.insert(file) {
            fuel.left += PER_FILE;
            return Ok(());
        }
        let more = fuel.again.min(AGAIN);
        fuel.again -= more;
        fuel.left += more;
        self.burn(LOADING)
    }

    /// Spends some fuel.
    pub(crate) fn burn(&mut self, steps: u64) -> Run<()> {
        match self.fuel.left.checked_sub(steps) {
            Some(left) => {
                self.fuel.left = left;
                Ok(())
            }
            None => {
                self.fuel.left = 0;
                Err(Flow::OutOfFuel)
            }
        }
    }
}
