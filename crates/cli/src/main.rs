//! The command line of prosody-ls.

fn main() {}
