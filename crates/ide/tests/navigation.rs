//! Real configurations: references find whatever evaluation finds, and renames keep what the configuration means.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may, and a skipped one has to say so"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use config::{FileId, How, Settings, SourceFile, Workspace};
use fixture::corpus;
use ide::{Analysis, Location, Position, TextChange};

/// Every configuration of the corpus, read as a workspace of its own.
fn cases() -> impl Iterator<Item = (String, Workspace, Analysis)> {
    let directories = corpus().map(|corpus| std::fs::read_dir(corpus).unwrap());
    let mut paths: Vec<PathBuf> =
        directories.into_iter().flatten().map(|e| e.unwrap().path()).filter(|path| path.is_dir()).collect();
    paths.sort();
    paths.into_iter().map(|path| {
        let mut workspace = Workspace::new();
        workspace.set_roots(vec![path.join("config")]);
        let analysis = Analysis::new(workspace.snapshot(&|_, _| {}));
        (path.file_name().unwrap().to_string_lossy().into_owned(), workspace, analysis)
    })
}

fn settings(analysis: &Analysis) -> impl Iterator<Item = &Settings> {
    analysis.snapshot().trees().map(|tree| &tree.settings)
}

fn text(file: &SourceFile, span: syntax::Span) -> &[u8] {
    span.slice(&file.text)
}

/// Texts after changes.
fn changed(analysis: &Analysis, changes: &[TextChange]) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut texts: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    for change in changes.iter().rev() {
        let file = analysis.file(analysis.file_id(&change.path).unwrap()).unwrap();
        let text = texts.entry(change.path.clone()).or_insert_with(|| file.text.to_vec());
        text.splice(change.span.start as usize..change.span.end as usize, change.text.bytes());
    }
    texts
}

#[test]
fn references_of_an_option_hold_every_assignment_that_is_evaluated() {
    let mut asked = 0;
    for (case, _, analysis) in cases() {
        let mut places: BTreeMap<(FileId, String), BTreeSet<(FileId, u32)>> = BTreeMap::new();
        for (_, set) in settings(&analysis).flat_map(Settings::assignments) {
            let file = analysis.file(set.file).unwrap();
            // Loaders and code set options by names that are put together.
            if set.how != How::Internal && text(file, set.name_span) == set.option.as_bytes() {
                let key = (set.file, set.option.to_string());
                places.entry(key).or_default().insert((set.file, set.name_span.start));
            }
        }
        for ((file, option), known) in places {
            let offset = known.first().unwrap().1;
            let found: BTreeSet<(FileId, u32)> = analysis
                .references(Position { file, offset }, true)
                .iter()
                .filter_map(|Location { path, span }| Some((analysis.file_id(path)?, span.start)))
                .collect();
            assert!(known.is_subset(&found), "{case}: {option}: {known:?} not in {found:?}");
            asked += 1;
        }
    }
    assert!(asked > 1_000 || corpus().is_none(), "only {asked} options");
}

#[test]
fn highlights_are_the_same_from_each_of_them() {
    let mut asked = 0;
    for (case, _, analysis) in cases() {
        let files: Vec<Arc<SourceFile>> = analysis.snapshot().files().cloned().collect();
        for file in files.iter().filter(|file| file.parse.errors.is_empty() && file.text.len() < 20_000) {
            for offset in (0..file.text.len() as u32).step_by(97) {
                let at = |offset| analysis.highlights(Position { file: file.id, offset });
                let found = at(offset);
                assert!(found.is_sorted_by_key(|(span, _)| span.start), "{case}: {offset}");
                for (span, _) in found.iter().take(3) {
                    // Its last byte is inside of nothing else.
                    let again = at(span.end - 1);
                    assert_eq!(again, found, "{case}: {} at {offset}", file.path.display());
                    asked += 1;
                }
            }
        }
    }
    assert!(asked > 1_000 || corpus().is_none(), "only {asked} places");
}

#[test]
fn a_renamed_host_is_the_same_host_by_another_name() {
    const NEW: &str = "renamed.example";
    let (mut asked, mut refused) = (0, 0);
    for (case, mut workspace, analysis) in cases() {
        let Some(tree) = analysis.snapshot().trees().next() else { continue };
        let sections: Vec<(FileId, u32, String)> = tree
            .settings
            .sections()
            .filter_map(|section| {
                let call =
                    String::from_utf8_lossy(text(analysis.file(section.file)?, section.call)).into_owned();
                let at = call.to_lowercase().find(&*section.host)?;
                Some((section.file, section.call.start + at as u32, section.host.to_string()))
            })
            .take(3)
            .collect();
        for (file, offset, host) in sections {
            let Ok(changes) = analysis.rename(Position { file, offset }, NEW) else {
                refused += 1;
                continue;
            };
            let texts = changed(&analysis, &changes);
            for (path, text) in &texts {
                workspace.set_text(path, Arc::from(text.as_slice()), 1);
            }
            let after = workspace.snapshot(&|_, _| {});
            let hosts = |settings: &Settings, renamed: Option<&str>| -> Vec<(String, Vec<String>)> {
                let name = |name: &str| if Some(name) == renamed { NEW.to_owned() } else { name.to_owned() };
                let options = |host: &config::Host| {
                    host.chains
                        .iter()
                        .map(|chain| format!("{} {}", chain.option, chain.assignments.len()))
                        .collect()
                };
                settings.hosts.iter().map(|host| (name(&host.name), options(host))).collect()
            };
            let now = after.trees().find(|other| other.entry == tree.entry).unwrap();
            assert_eq!(hosts(&now.settings, None), hosts(&tree.settings, Some(&host)), "{case}: {host}");
            for path in texts.keys() {
                workspace.close(path);
            }
            asked += 1;
        }
    }
    println!("{asked} hosts renamed, {refused} refused");
    assert!(asked > 100 || corpus().is_none(), "only {asked} hosts");
}

#[test]
fn renamed_local_variables_change_nothing() {
    let mut asked = 0;
    for (case, mut workspace, analysis) in cases() {
        let Some(tree) = analysis.snapshot().trees().next() else { continue };
        let files: Vec<Arc<SourceFile>> = analysis.snapshot().files().cloned().collect();
        for file in files {
            let text = String::from_utf8_lossy(&file.text).into_owned();
            let declared = text.match_indices("local ").map(|(at, word)| (at + word.len()) as u32).take(4);
            for offset in declared {
                let at = Position { file: file.id, offset };
                let Ok(changes) = analysis.rename(at, "renamed_variable") else { continue };
                assert_eq!(changes.len(), analysis.highlights(at).len(), "{case}: {offset}");
                for (path, text) in changed(&analysis, &changes) {
                    workspace.set_text(&path, Arc::from(text.as_slice()), 1);
                }
                let after = workspace.snapshot(&|_, _| {});
                let now = after.trees().find(|other| other.entry == tree.entry).unwrap();
                for (before, after) in tree.settings.hosts.iter().zip(&now.settings.hosts) {
                    assert_eq!(before.name, after.name, "{case}");
                    let values = before.chains.iter().zip(&after.chains);
                    for (before, after) in values {
                        // Functions are known by their places, unknown values by words that may hold names.
                        let shown = format!("{:?}", before.value);
                        let same = before.value.same_content(&after.value)
                            || shown.contains("Function(")
                            || shown.contains("Unknown(");
                        assert!(
                            same,
                            "{case}: {} is {:?}, was {:?}",
                            before.option, after.value, before.value
                        );
                    }
                }
                assert_eq!(tree.settings.error.is_some(), now.settings.error.is_some(), "{case}");
                workspace.close(&file.path);
                asked += 1;
            }
        }
    }
    println!("{asked} local variables renamed");
    assert!(asked > 30 || corpus().is_none(), "only {asked} variables");
}

/// Random numbers that are the same in every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap()
    }
}

#[test]
fn every_question_has_an_answer_in_half_written_files() {
    let pieces = [
        "",
        "\"",
        "'",
        "{",
        "}",
        "(",
        "end ",
        "local x = ",
        "VirtualHost ",
        "ENV_",
        "--",
        "=",
        "x",
        "[[",
        "\u{fc}",
    ];
    let mut random = Random(7);
    let mut asked = 0;
    for (case, mut workspace, analysis) in cases() {
        let Some(file) = analysis.snapshot().files().min_by_key(|file| file.path.clone()) else { continue };
        let mut text = file.text.to_vec();
        for version in 1..=6 {
            let start = random.below(text.len() + 1);
            let end = (start + random.below(9)).min(text.len());
            text.splice(start..end, pieces[random.below(pieces.len())].bytes());
            workspace.set_text(&file.path, Arc::from(text.as_slice()), version);
            let analysis = Analysis::new(workspace.snapshot(&|_, _| {}));
            let id = analysis.file_id(&file.path).unwrap();
            for offset in [start, start + 1, start.saturating_sub(1), random.below(text.len() + 1)] {
                let at = Position { file: id, offset: offset as u32 };
                let place = || format!("{case}: version {version}, offset {offset}");
                let whole = syntax::Span::new(0, text.len() as u32);
                for (span, _) in analysis.highlights(at) {
                    assert!(whole.contains(span), "{}", place());
                }
                let targets =
                    [analysis.declaration(at), analysis.implementation(at), analysis.type_definition(at)];
                assert!(
                    targets.iter().flatten().all(|target| target.full.contains(target.focus)),
                    "{}",
                    place()
                );
                if let Ok(Some((span, name))) = analysis.prepare_rename(at) {
                    assert!(span.touches(at.offset) && !name.is_empty(), "{}", place());
                    let _ = analysis.rename(at, "renamed");
                }
                analysis.references(at, false);
                analysis.prepare_call_hierarchy(at);
                asked += 1;
            }
            let rename =
                ide::FileRename { from: file.path.clone(), to: file.path.with_file_name("moved.cfg.lua") };
            analysis.rename_files(&[rename]);
        }
    }
    assert!(asked > 1_000 || corpus().is_none(), "only {asked} places");
}
