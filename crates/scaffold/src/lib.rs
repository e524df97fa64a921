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

#[cfg(test)]
mod tests {
    use super::*;

    fn files(layout: Layout, parts: Option<&[&str]>, version: Version) -> Vec<File> {
        let parts = parts.map(|parts| parts.iter().map(|part| (*part).to_owned()).collect());
        tree(&Wish { layout, domain: "chat.test".to_owned(), parts, version }).unwrap()
    }

    /// What stands behind `--` or `#` in a line.
    fn comment<'a>(file: &File, line: &'a str) -> &'a str {
        let mark = if file.path.strip_suffix(".lua").is_some() { "--" } else { "#" };
        line.split_once(mark).map_or("", |(_, comment)| comment)
    }

    /// The files and folders that a comment speaks of.
    fn named<'a>(comment: &'a str, folders: &[&str]) -> Vec<&'a str> {
        let words = comment.split(|c: char| c.is_whitespace() || "`(),;:".contains(c));
        words
            .map(|word| word.trim_end_matches('.'))
            .filter(|word| !word.contains(['*', '$', '<']) && !word.starts_with("mod_"))
            .filter(|word| {
                word.ends_with(".cfg.lua")
                    || word.split_once('/').is_some_and(|(first, _)| folders.contains(&first))
            })
            .collect()
    }

    /// Whether `name` is there, seen from the root of the tree, from the file, or from the folder above it.
    fn is_there(files: &[File], file: &File, name: &str) -> bool {
        let mut place = file.path.as_str();
        let mut places = vec![String::new()];
        while let Some((folder, _)) = place.rsplit_once('/') {
            places.push(format!("{folder}/"));
            place = folder;
        }
        places.iter().any(|place| {
            let path = format!("{place}{name}");
            files.iter().any(|known| {
                let rest = known.path.strip_prefix(&path);
                rest.is_some_and(|rest| {
                    rest.is_empty() || path.ends_with('/') || rest.starts_with(['/', '.'])
                })
            })
        })
    }

    #[test]
    fn what_comments_name_is_there() {
        let all_folders: Vec<&str> = Layout::ALL.into_iter().flat_map(parts).chain(["tools"]).collect();
        let mut wrong = Vec::new();
        let mut seen = 0;
        for version in [Version::V0_12, Version::V13_0] {
            let adopted: [Option<&[&str]>; 4] = [
                Some(&["core"]),
                Some(&["core", "features"]),
                Some(&["core", "features", "clients"]),
                Some(&["core", "features", "clients", "usecases"]),
            ];
            let whole = Layout::ALL.map(|layout| (layout, None));
            for (layout, parts) in whole.into_iter().chain(adopted.map(|parts| (Layout::Hybrid, parts))) {
                let files = files(layout, parts, version);
                for file in files.iter().filter(|file| !file.path.starts_with("tools/")) {
                    for name in file.text.lines().flat_map(|line| named(comment(file, line), &all_folders)) {
                        seen += 1;
                        if !is_there(&files, file, name) {
                            wrong.push(format!("{layout} {parts:?} {version}: {}: {name}", file.path));
                        }
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(seen > 100, "{seen}");
    }

    #[test]
    fn entry_files_speak_of_what_is_there() {
        let entry = |parts: &[&str]| {
            let files = files(Layout::Hybrid, Some(parts), Version::V13_0);
            files.into_iter().find(|file| file.path == "prosody.cfg.lua").unwrap().text
        };
        let small = entry(&["core", "features"]);
        assert!(!small.contains("PROSODY_") && !small.contains("optional"), "{small}");
        let policies = entry(&["core", "policies"]);
        assert!(
            policies.contains("PROSODY_SECURITY_LEVEL") && !policies.contains("PROSODY_USECASE"),
            "{policies}"
        );
    }
}
