//! The book holds together: every page is in the table of contents, every link inside leads to a page, a heading or a picture.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use xtask::docs::markdown_files;

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").canonicalize().unwrap()
}

/// All pages, by their path below `docs/`.
fn pages() -> BTreeMap<PathBuf, String> {
    let docs = docs();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path.strip_prefix(&docs).unwrap().to_owned(), text)
    };
    markdown_files(&docs).unwrap().into_iter().map(read).collect()
}

/// The targets of a page's links; what stands in code is none.
fn links(text: &str) -> Vec<&str> {
    let mut targets = Vec::new();
    for (at, part) in text.split("```").enumerate().filter(|(at, _)| at % 2 == 0) {
        let _ = at;
        let prose: Vec<&str> = part.split('`').collect();
        // Code inside a link's text parts it, so only what stands between backticks goes.
        for piece in prose.iter().step_by(2) {
            targets.extend(piece.split("](").skip(1).filter_map(|rest| rest.split(')').next()));
        }
    }
    targets
}

/// The anchors of a page's headings, as mdBook makes them.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.split("```").step_by(2).flat_map(str::lines).filter(|line| line.starts_with('#'));
    let slug = |heading: &str| {
        let heading = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(slug).collect()
}

fn joined(page: &Path, target: &str) -> PathBuf {
    let mut path = page.parent().unwrap().to_owned();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => assert!(path.pop(), "{}: {target} leaves the book", page.display()),
            part => path.push(part),
        }
    }
    path
}

#[test]
fn every_link_inside_the_book_leads_somewhere() {
    let (docs, pages) = (docs(), pages());
    let mut broken = Vec::new();
    for (page, text) in &pages {
        for link in links(text) {
            if link.is_empty() || link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
            let path = if target.is_empty() { page.clone() } else { joined(page, target) };
            let leads = match pages.get(&path) {
                Some(text) => anchor.is_empty() || anchors(text).contains(anchor),
                None => path.extension().is_some_and(|it| it != "md") && docs.join(&path).is_file(),
            };
            if !leads {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_page_is_in_the_table_of_contents() {
    let pages = pages();
    let listed: BTreeSet<PathBuf> =
        links(&pages[Path::new("SUMMARY.md")]).into_iter().map(PathBuf::from).collect();
    let missing: Vec<_> =
        pages.keys().filter(|path| *path != Path::new("SUMMARY.md") && !listed.contains(*path)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
