//! Local variables.

use std::cell::RefCell;
use std::rc::Rc;

use super::Val;

/// The local variables visible at some place: a list shared with enclosing blocks and closures.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope(Option<Rc<Node>>);

#[derive(Debug)]
struct Node {
    name: Box<str>,
    cell: Rc<Cell>,
    next: Scope,
}

/// One local variable.
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) value: RefCell<Val>,
    /// How deep inside undecided branches it was declared: assignments from deeper inside are uncertain.
    pub(crate) depth: u32,
    /// How deep functions were nested in the text where it was declared.
    pub(crate) level: u32,
    /// `<const>` or `<close>`.
    pub(crate) constant: bool,
}

/// What a name means.
#[derive(Debug)]
pub(crate) enum Name<'s> {
    Local(&'s Rc<Cell>),
    /// A field of what a local variable named `_ENV` holds.
    Field(&'s Rc<Cell>),
    /// A field of the file's own environment.
    Global,
}

impl Scope {
    /// The scope with one more variable; the old one is unchanged.
    #[must_use]
    pub(crate) fn with(&self, name: &str, value: Val, depth: u32, level: u32, constant: bool) -> Self {
        Self(Some(Rc::new(Node {
            name: name.into(),
            cell: Rc::new(Cell { value: RefCell::new(value), depth, level, constant }),
            next: self.clone(),
        })))
    }

    /// What a name means here.
    pub(crate) fn resolve(&self, name: &str) -> Name<'_> {
        let (mut here, mut env) = (self, None);
        while let Some(node) = &here.0 {
            if &*node.name == name {
                return Name::Local(&node.cell);
            }
            if env.is_none() && &*node.name == "_ENV" {
                env = Some(&node.cell);
            }
            here = &node.next;
        }
        env.map_or(Name::Global, Name::Field)
    }

    /// The innermost variable of that name.
    pub(crate) fn find(&self, name: &str) -> Option<&Rc<Cell>> {
        let mut here = self;
        while let Some(node) = &here.0 {
            if &*node.name == name {
                return Some(&node.cell);
            }
            here = &node.next;
        }
        None
    }
}

impl Drop for Scope {
    /// A file may declare thousands of locals: drop the list without recursion.
    fn drop(&mut self) {
        let mut next = self.0.take();
        while let Some(node) = next {
            match Rc::try_unwrap(node) {
                Ok(mut node) => next = node.next.0.take(),
                Err(_) => break,
            }
        }
    }
}
