//! Reference configurations that people start from: a tree of every layout, with the Lua loader that joins its layers.
//!
//! `tree/` holds templates: a folder per layout, `tools/` and `deployment/` for those that have a loader. The layout
//! `hybrid` is written out; others take much of theirs from it, see [`template`] for how.

mod layout;
pub mod template;

pub use layout::Layout;

use schema::Version;
use template::Template;

/// The files below `tree/`, sorted: path and text.
static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// What a tree is wanted for.
#[derive(Debug, Clone)]
pub struct Wish {
    /// How it is laid out.
    pub layout: Layout,
    /// The domain of its users.
    pub domain: String,
    /// Which of the layout's folders it has; `None` for all.
    pub parts: Option<Vec<String>>,
    /// The Prosody that reads it.
    pub version: Version,
}

/// One file of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it lies in the tree, with `/`.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// The Lua files of the loader: where they lie in a tree, and their text.
pub fn loader() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied().filter(|(path, _)| path.starts_with("tools/core/"))
}

/// The files of a tree, sorted by path.
///
/// # Errors
/// Says which parts there are if a part is wished for that the layout does not have.
pub fn tree(wish: &Wish) -> Result<Vec<File>, String> {
    let layout = wish.layout;
    let known = parts(layout);
    for part in wish.parts.iter().flatten() {
        if !known.contains(&part.as_str()) {
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            return Err(format!("the layout {} has no part '{part}'; it has: {known}", layout.name()));
        }
    }
    let has = |part: &str| wish.parts.as_ref().is_none_or(|parts| parts.iter().any(|known| known == part));
    let template = Template { version: wish.version, layout, domain: &wish.domain, has: &has };
    let mut files: Vec<File> = sources(layout)
        .filter(|(path, _)| match path.split_once('/') {
            Some((folder, _)) => !known.contains(&folder) || has(folder),
            None => true,
        })
        .map(|(path, text)| File { path: path.to_owned(), text: template.render(text) })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The folders of a layout that a tree may have or not have.
pub fn parts(layout: Layout) -> Vec<&'static str> {
    let mut parts: Vec<&str> =
        own_sources(layout).filter_map(|(path, _)| Some(path.split_once('/')?.0)).collect();
    parts.dedup();
    // The loader is always needed.
    parts.retain(|part| *part != "tools");
    if layout.has_loader() { parts } else { Vec::new() }
}

/// The templates of a layout's own folder.
fn own_sources(layout: Layout) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES
        .iter()
        .filter_map(move |(path, text)| Some((path.strip_prefix(layout.name())?.strip_prefix('/')?, *text)))
}

/// All templates that a layout's tree is made of, by their path in the tree.
fn sources(layout: Layout) -> impl Iterator<Item = (&'static str, &'static str)> {
    let shared =
        FILES.iter().copied().filter(move |(path, _)| layout.has_loader() && path.starts_with("tools/"));
    own_sources(layout).chain(shared)
}
