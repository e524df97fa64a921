//! The pages in `docs/` that are made are those that the source makes now, and those about modules lead somewhere.

use std::collections::BTreeSet;
use std::path::Path;

use xtask::docs::stale_pages;

#[test]
fn every_page_is_fresh() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let stale = stale_pages(&folder).unwrap();
    assert!(stale.is_empty(), "run `cargo xtask docs`:\n{}", stale.join("\n"));
}

#[test]
fn every_link_between_pages_leads_to_one() {
    let pages = ide::reference::book();
    let known: BTreeSet<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    for page in &pages {
        for target in page.text.split("](").skip(1).filter_map(|rest| rest.split_once(')')) {
            let (target, anchor) = target.0.split_once('#').unwrap_or((target.0, ""));
            if target.contains("://") {
                continue;
            }
            let path = if page.path.contains('/') {
                target.strip_prefix("../").unwrap_or_else(|| panic!("{}: {target}", page.path))
            } else {
                target
            };
            assert!(known.contains(path), "{}: {target}", page.path);
            let found = || pages.iter().find(|other| other.path == path).unwrap();
            let headings = || found().text.lines().filter_map(|line| line.strip_prefix("### "));
            assert!(
                anchor.is_empty() || headings().any(|heading| heading.to_lowercase() == anchor),
                "{}: {target}#{anchor}",
                page.path
            );
        }
    }
}
