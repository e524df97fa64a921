//! Reference configurations that people start from: a tree of every layout, with the Lua loader that joins its layers.

/// The files below `tree/`, sorted: path and text.
static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The Lua files of the loader: where they lie in a tree, and their text.
pub fn loader() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied().filter(|(path, _)| path.starts_with("tools/core/"))
}
