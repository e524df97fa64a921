//! Real configurations: every question can be asked at any place of any file, whole, cut off or half edited; and is
//! answered while the editor waits.
//!
//! By default a sample is asked about. With `PROSODY_LS_ALL=true` it is every offset of 50 files, with 200 edits of each
//! in between; `PROSODY_LS_LIMIT=20` then fails the test where an answer takes more than 20 ms (in a release build, on
//! a machine that does nothing else).

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests may, and a skipped one has to say so"
)]

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use config::{FileId, Profile, Snapshot, Workspace};
use fixture::corpus;
use ide::{ActionKind, ActionRequest, Analysis, Changes, Position, Symbol};
use syntax::Span;

fn asks_all() -> bool {
    std::env::var_os("PROSODY_LS_ALL").is_some_and(|all| all == "true")
}

/// How long an answer may take. Without a limit of one's own it is one that only a mistake can break.
fn limit() -> Duration {
    let given = std::env::var("PROSODY_LS_LIMIT").ok().and_then(|limit| limit.parse().ok());
    given.map_or(Duration::from_secs(10), Duration::from_millis)
}

/// How many files are asked about.
const FILES: usize = 50;

/// Some configurations of the corpus, evenly chosen, each read as a workspace of its own with a file to ask about.
fn cases(corpus: &Path, most: usize) -> impl Iterator<Item = Case> + use<'_> {
    let mut ids: Vec<PathBuf> = std::fs::read_dir(corpus)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    ids.sort();
    let step = (ids.len() / most).max(1);
    ids.into_iter().step_by(step).take(most).filter_map(move |path| {
        let mut workspace = Workspace::new();
        workspace.set_profile(Profile::default());
        workspace.set_roots(vec![path.join("config")]);
        let snapshot = workspace.snapshot(&|_, _| {});
        let is_config = |path: &Path| path.to_string_lossy().ends_with(".cfg.lua");
        // The longest one says most.
        let file = snapshot
            .files()
            .filter(|file| is_config(&file.path))
            .max_by_key(|file| (file.text.len(), file.id))?;
        let (path, text) = (file.path.clone(), file.text.to_vec());
        let name = path.strip_prefix(corpus).unwrap_or(&path).display().to_string();
        Some(Case { name, workspace, snapshot, path, text })
    })
}

struct Case {
    name: String,
    workspace: Workspace,
    snapshot: Arc<Snapshot>,
    path: PathBuf,
    text: Vec<u8>,
}

impl Case {
    /// Takes an edited text in.
    fn edited(&mut self, version: i32) -> Analysis {
        self.workspace.set_text(&self.path, Arc::from(self.text.as_slice()), version);
        self.snapshot = self.workspace.snapshot(&|_, _| {});
        Analysis::new(Arc::clone(&self.snapshot))
    }

    fn file(&self) -> FileId {
        self.snapshot.file_id(&self.path).unwrap()
    }
}

/// The longest time that each question took, and where.
#[derive(Default)]
struct Times(BTreeMap<&'static str, (Duration, String)>);

impl Times {
    fn of<T>(&mut self, what: &'static str, place: &dyn Fn() -> String, ask: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let answer =
            catch_unwind(AssertUnwindSafe(ask)).unwrap_or_else(|_| panic!("{what} panics: {}", place()));
        let took = start.elapsed();
        let longest = self.0.entry(what).or_default();
        if took > longest.0 {
            *longest = (took, place());
        }
        assert!(took < limit(), "{what} takes {took:?}: {}", place());
        answer
    }

    fn print(&self) {
        for (what, (took, place)) in &self.0 {
            println!("{what:16} {:8.2} ms at most: {place}", took.as_secs_f64() * 1e3);
        }
    }
}

/// Asks what is asked at a place.
fn ask(analysis: &Analysis, at: Position, place: &dyn Fn() -> String, times: &mut Times) {
    let whole = Span::new(0, u32::try_from(analysis.file(at.file).unwrap().text.len()).unwrap());
    let completions = times.of("completion", place, || analysis.completion(at));
    for item in &completions.items {
        assert!(whole.contains(item.replace) && item.replace.touches(at.offset), "{}: {item:?}", place());
        assert!(!item.label.is_empty() && item.documentation.is_none(), "{}: {item:?}", place());
    }
    assert!(completions.items.is_sorted_by_key(|item| item.rank), "{}", place());
    if let Some(item) = completions.items.get(at.offset as usize % completions.items.len().max(1)) {
        let resolved = times.of("resolve", place, || analysis.resolve_completion(at, &item.label));
        let resolved = resolved.unwrap_or_else(|| panic!("{}: {item:?} is gone", place()));
        assert_eq!((&resolved.insert, resolved.replace), (&item.insert, item.replace), "{}", place());
        assert!(resolved.additional.iter().all(|edit| edit.file == at.file), "{}: {resolved:?}", place());
    }
    if let Some(hover) = times.of("hover", place, || analysis.hover(at)) {
        assert!(whole.contains(hover.span) && hover.span.touches(at.offset), "{}: {hover:?}", place());
        assert!(!hover.markdown.trim().is_empty(), "{}", place());
    }
    let targets = times.of("definition", place, || analysis.definition(at));
    for target in targets {
        assert!(target.full.contains(target.focus), "{}: {target:?}", place());
        assert!(target.origin.touches(at.offset), "{}: {target:?}", place());
    }
    times.of("declaration", place, || analysis.declaration(at));
    times.of("implementation", place, || analysis.implementation(at));
    times.of("type definition", place, || analysis.type_definition(at));
    times.of("references", place, || analysis.references(at, true));
    times.of("highlights", place, || analysis.highlights(at));
    let _ = times.of("prepare rename", place, || analysis.prepare_rename(at));
    times.of("signature", place, || analysis.signature(at));
    let spans = times.of("selection", place, || analysis.selection(at));
    assert!(spans.iter().all(|span| whole.contains(*span)), "{}", place());
}

/// Asks what costs more, or is about the whole file.
fn ask_more(analysis: &Analysis, at: Position, place: &dyn Fn() -> String, times: &mut Times) {
    let whole = Span::new(0, u32::try_from(analysis.file(at.file).unwrap().text.len()).unwrap());
    for symbol in times.of("symbols", place, || analysis.symbols(at.file)) {
        nested(&place(), &symbol, whole);
    }
    times.of("folds", place, || analysis.folds(at.file));
    times.of("hints", place, || analysis.hints(at.file, whole));
    times.of("links", place, || analysis.links(at.file));
    times.of("tokens", place, || analysis.tokens(at.file));
    times.of("diagnostics", place, || analysis.diagnostics(at.file));
    let kinds = ActionKind::ALL.to_vec();
    let span = Span::empty(at.offset);
    let request = ActionRequest { file: at.file, span, kinds, creates_files: true, changes: Changes::Later };
    times.of("actions", place, || analysis.actions(&request));
}

fn nested(case: &str, symbol: &Symbol, outer: Span) {
    assert!(outer.contains(symbol.full), "{case}: {symbol:?} outside {outer:?}");
    assert!(symbol.full.contains(symbol.focus), "{case}: {symbol:?}");
    assert!(!symbol.name.is_empty(), "{case}: {symbol:?}");
    for child in &symbol.children {
        nested(case, child, symbol.full);
    }
}

/// Random numbers that are the same in every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

#[test]
fn every_question_has_an_answer_anywhere() {
    let Some(corpus) = corpus() else { return };
    let step = if asks_all() { 1 } else { 97 };
    let (mut asked, mut times) = (0, Times::default());
    for case in cases(&corpus, FILES) {
        let analysis = Analysis::new(Arc::clone(&case.snapshot));
        let file = case.file();
        // The first question of each kind may put something together that is remembered.
        for (number, offset) in (0..=case.text.len()).step_by(step).enumerate() {
            let at = Position { file, offset: u32::try_from(offset).unwrap() };
            let place = || format!("{} at {offset}", case.name);
            ask(&analysis, at, &place, &mut times);
            if number % 16 == 0 {
                ask_more(&analysis, at, &place, &mut times);
            }
            asked += 1;
        }
    }
    times.print();
    println!("{asked} places");
    assert!(asked > 1_500, "only {asked} places");
}

#[test]
fn and_between_edits() {
    /// What is typed: halves of what belongs together, and what no configuration holds.
    const PIECES: [&str; 16] = [
        "{",
        "}",
        "\"",
        "'",
        "\n",
        "--[[",
        "]]",
        "end ",
        "modules_enabled = {",
        "VirtualHost \"a.example\"\n",
        "ENV_",
        "ä",
        "\0",
        " = ",
        "-- prosody-ls: ignore[",
        "if x then ",
    ];
    let Some(corpus) = corpus() else { return };
    let (files, edits) = if asks_all() { (FILES, 200) } else { (12, 12) };
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut times = Times::default();
    let mut asked = 0;
    for mut case in cases(&corpus, files) {
        for version in 1..=edits {
            let start = random.below(case.text.len() + 1);
            let end = (start + random.below(9)).min(case.text.len());
            let piece = PIECES.get(random.below(PIECES.len())).unwrap();
            case.text.splice(start..end, piece.bytes());
            let analysis = case.edited(version);
            let file = case.file();
            let behind = start + piece.len();
            for offset in [behind, behind.saturating_sub(3), random.below(case.text.len() + 1)] {
                let offset = u32::try_from(offset.min(case.text.len())).unwrap();
                let place = || format!("{} after edit {version} at {offset}", case.name);
                ask(&analysis, Position { file, offset }, &place, &mut times);
                asked += 1;
            }
            let at = Position { file, offset: u32::try_from(behind.min(case.text.len())).unwrap() };
            let place = || format!("{} after edit {version}", case.name);
            ask_more(&analysis, at, &place, &mut times);
        }
    }
    times.print();
    assert!(asked > 300, "only {asked} places");
}

#[test]
fn and_in_files_that_are_cut_off() {
    let Some(corpus) = corpus() else { return };
    let mut times = Times::default();
    for (number, mut case) in cases(&corpus, if asks_all() { FILES } else { 12 }).enumerate() {
        let text = case.text.clone();
        // A different place in each file; also inside of characters.
        let cuts = [text.len() / 3, text.len() * 7 / 11 + number % 5, text.len().saturating_sub(2)];
        for (version, cut) in (1..).zip(cuts) {
            case.text = text.get(..cut.min(text.len())).unwrap().to_vec();
            let analysis = case.edited(version);
            let file = case.file();
            for offset in (0..=u32::try_from(case.text.len()).unwrap()).rev().step_by(311) {
                let place = || format!("{} cut at {cut}, offset {offset}", case.name);
                ask(&analysis, Position { file, offset }, &place, &mut times);
            }
        }
    }
    times.print();
}
