//! Real configurations: every question can be asked at any place of any file, whole or cut off.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests may, and a skipped one has to say so"
)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::{Profile, Snapshot, Workspace};
use ide::{Analysis, Position, Symbol};
use syntax::Span;

/// Where the real configurations are, if they are on this machine.
fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("PROSODY_LS_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let corpus = shared.join("corpus");
    if corpus.is_dir() {
        return Some(corpus);
    }
    assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{} is missing", corpus.display());
    println!("skipped: {} is missing", corpus.display());
    None
}

/// Every configuration of the corpus, read as a workspace of its own.
fn cases(corpus: &Path) -> impl Iterator<Item = (String, Workspace, Arc<Snapshot>)> {
    let mut ids: Vec<PathBuf> = std::fs::read_dir(corpus)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    ids.sort();
    ids.into_iter().map(|path| {
        let mut workspace = Workspace::new();
        workspace.set_profile(Profile::default());
        workspace.set_roots(vec![path.join("config")]);
        let snapshot = workspace.snapshot(&|_, _| {});
        (path.file_name().unwrap().to_string_lossy().into_owned(), workspace, snapshot)
    })
}

/// Asks everything at every `step`th offset of every file.
fn ask(case: &str, snapshot: &Arc<Snapshot>, step: usize) -> usize {
    let analysis = Analysis::new(Arc::clone(snapshot));
    let mut asked = 0;
    for file in snapshot.files() {
        let whole = Span::new(0, u32::try_from(file.text.len()).unwrap());
        for offset in (0..=whole.end).step_by(step) {
            let at = Position { file: file.id, offset };
            let place = || format!("{case}: {} at {offset}", file.path.display());
            let answers = catch_unwind(AssertUnwindSafe(|| {
                (analysis.completion(at), analysis.hover(at), analysis.definition(at))
            }));
            let (completions, hover, targets) = answers.unwrap_or_else(|_| panic!("panic: {}", place()));
            for item in &completions.items {
                assert!(whole.contains(item.replace), "{}: {item:?}", place());
                assert!(item.replace.touches(offset), "{}: {item:?}", place());
                assert!(!item.label.is_empty(), "{}: {item:?}", place());
            }
            assert!(completions.items.is_sorted_by_key(|item| item.rank), "{}", place());
            if let Some(hover) = hover {
                assert!(whole.contains(hover.span) && hover.span.touches(offset), "{}: {hover:?}", place());
                assert!(!hover.markdown.trim().is_empty(), "{}", place());
            }
            for target in targets {
                assert!(target.full.contains(target.focus), "{}: {target:?}", place());
                assert!(target.origin.touches(offset), "{}: {target:?}", place());
            }
            asked += 1;
        }
        for symbol in analysis.symbols(file.id) {
            nested(case, &symbol, whole);
        }
    }
    asked
}

fn nested(case: &str, symbol: &Symbol, outer: Span) {
    assert!(outer.contains(symbol.full), "{case}: {symbol:?} outside {outer:?}");
    assert!(symbol.full.contains(symbol.focus), "{case}: {symbol:?}");
    assert!(!symbol.name.is_empty(), "{case}: {symbol:?}");
    for child in &symbol.children {
        nested(case, child, symbol.full);
    }
}

#[test]
fn every_question_has_an_answer_anywhere() {
    let Some(corpus) = corpus() else { return };
    let asked: usize = cases(&corpus).map(|(case, _, snapshot)| ask(&case, &snapshot, 7)).sum();
    assert!(asked > 50_000, "only {asked} places");
}

#[test]
fn and_in_files_that_are_cut_off() {
    let Some(corpus) = corpus() else { return };
    let mut asked = 0;
    for (case, mut workspace, snapshot) in cases(&corpus) {
        for (number, file) in snapshot.files().enumerate() {
            // A different place in each file; also inside of characters.
            let cuts = [
                file.text.len() / 3,
                file.text.len() * 7 / 11 + number % 5,
                file.text.len().saturating_sub(2),
            ];
            for (version, cut) in cuts.into_iter().enumerate() {
                let text = file.text.get(..cut.min(file.text.len())).unwrap();
                workspace.set_text(&file.path, Arc::from(text), i32::try_from(version).unwrap());
                let cut_off = workspace.snapshot(&|_, _| {});
                let analysis = Analysis::new(Arc::clone(&cut_off));
                let Some(id) = analysis.file_id(&file.path) else { continue };
                for offset in (0..=u32::try_from(text.len()).unwrap()).rev().step_by(61) {
                    let at = Position { file: id, offset };
                    let answers = catch_unwind(AssertUnwindSafe(|| {
                        (
                            analysis.completion(at),
                            analysis.hover(at),
                            analysis.definition(at),
                            analysis.symbols(id),
                        )
                    }));
                    let place = || format!("{case}: {} cut at {cut}, offset {offset}", file.path.display());
                    let (completions, hover, _, symbols) =
                        answers.unwrap_or_else(|_| panic!("panic: {}", place()));
                    let whole = Span::new(0, u32::try_from(text.len()).unwrap());
                    for item in &completions.items {
                        assert!(
                            whole.contains(item.replace) && item.replace.touches(offset),
                            "{}: {item:?}",
                            place()
                        );
                    }
                    assert!(hover.is_none_or(|hover| whole.contains(hover.span)), "{}", place());
                    for symbol in &symbols {
                        nested(&place(), symbol, whole);
                    }
                    asked += 1;
                }
            }
            workspace.close(&file.path);
        }
    }
    assert!(asked > 10_000, "only {asked} places");
}
