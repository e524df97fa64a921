//! The table of features names tests that are there.

#![allow(clippy::unwrap_used, reason = "tests may")]

use std::fs;
use std::path::Path;

#[test]
fn every_row_names_a_test_that_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = fs::read_to_string(root.join("docs/features.md")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| |"));
    let mut named = 0;
    for row in rows {
        let shown = row.trim_end_matches([' ', '|']).rsplit('|').next().unwrap();
        let mut parts = shown.split('`').skip(1).step_by(2);
        let (Some(file), Some(test)) = (parts.next(), parts.next()) else {
            // Nothing to show for what there is not.
            assert!(!row.contains("| yes |") || row.starts_with("| Colours"), "{row}");
            continue;
        };
        let source = fs::read_to_string(root.join(file)).unwrap_or_default();
        assert!(source.contains(&format!("fn {test}(")), "{file} has no test {test}");
        named += 1;
    }
    assert!(named > 35, "{named}");
}
