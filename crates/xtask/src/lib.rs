//! The tasks behind `cargo xtask`, as a library so that tests can run them.

// A task talks to its terminal.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod book;
pub mod dist;
pub mod docs;
pub mod schemas;
