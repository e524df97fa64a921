//! Every action, at every name and string of real and of example configurations: the files still parse, and the
//! configuration means the same unless the action means to change it.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may, and a skipped one has to say so"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::{FileId, Settings, Snapshot, Value, Workspace};
use fixture::{Directory, corpus};
use ide::{Action, ActionKind, ActionRequest, Analysis, Changes, Edit};
use syntax::{Span, TokenKind, tokenize};

fn read(root: &Path) -> Arc<Snapshot> {
    let mut workspace = Workspace::new();
    workspace.set_roots(vec![root.to_owned()]);
    workspace.snapshot(&|_, _| {})
}

/// What a tree means: the hosts, and the value of each option. Lists of modules are sets.
fn meaning(settings: &Settings) -> BTreeMap<String, BTreeMap<String, String>> {
    let text = |option: &str, value: &Value| match value.as_table() {
        Some(table) if option.starts_with("modules_") => {
            let items: BTreeSet<String> = table.items().map(|entry| ide::short_value(&entry.value)).collect();
            format!("{items:?} and {}", table.entries.len() - table.items().count())
        }
        _ => whole(value),
    };
    let hosts = settings.hosts.iter().map(|host| {
        let options = host.chains.iter().filter(|chain| !chain.assignments.is_empty());
        let options = options.map(|chain| (chain.option.to_string(), text(&chain.option, &chain.value)));
        (format!("{} {:?}", host.name, host.kind), options.collect())
    });
    hosts.collect()
}

/// A value with all that it holds; functions and what is unknown by their kind.
fn whole(value: &Value) -> String {
    match value {
        Value::Table(table) => {
            let entries =
                table.entries.iter().map(|entry| format!("{}={}", whole(&entry.key), whole(&entry.value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
        }
        Value::Str(bytes) => format!("{:?}", String::from_utf8_lossy(bytes)),
        Value::Function(..) | Value::Unknown(_) => value.describe().to_owned(),
        other => format!("{other:?}"),
    }
}

/// Asks at every name and string, and for the findings of each file.
fn offered(snapshot: &Arc<Snapshot>) -> Vec<Action> {
    let analysis = Analysis::new(Arc::clone(snapshot));
    let mut found: Vec<Action> = Vec::new();
    let mut ask = |file: FileId, span: Span, kinds: &[ActionKind]| {
        let request =
            ActionRequest { file, span, kinds: kinds.to_vec(), creates_files: true, changes: Changes::Now };
        for action in analysis.actions(&request) {
            if !found.iter().any(|other| other.name == action.name && other.change == action.change) {
                found.push(action);
            }
        }
    };
    let mut files: Vec<_> = snapshot.files().collect();
    files.sort_by_key(|file| file.id);
    for file in files {
        let whole = Span::new(0, u32::try_from(file.text.len()).unwrap());
        ask(file.id, whole, &[ActionKind::QuickFix, ActionKind::FixAll]);
        let lexed = tokenize(&file.text);
        let words =
            lexed.tokens.iter().filter(|token| matches!(token.kind, TokenKind::Name | TokenKind::String));
        let places = words.map(|token| token.span).chain(lexed.comments.iter().copied());
        for span in places {
            let at = Span::empty(span.start + 1);
            ask(file.id, at, &[ActionKind::Rewrite, ActionKind::Extract, ActionKind::Move]);
        }
    }
    found
}

fn applied(text: &[u8], edits: &[&Edit], what: &str) -> Vec<u8> {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| edit.span);
    for pair in edits.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "{what}: edits overlap: {pair:?}");
    }
    let mut text = text.to_vec();
    for edit in edits.iter().rev() {
        text.splice(std::ops::Range::from(edit.span), edit.text.bytes());
    }
    text
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            let _ = fs::copy(&path, &target);
        }
    }
}

/// The tree on disk with a change, files that it creates included.
fn on_disk(root: &Path, snapshot: &Snapshot, action: &Action, what: &str) -> Arc<Snapshot> {
    let directory = Directory::new();
    copy(root, directory.path());
    let change = action.change.as_ref().unwrap();
    for file in snapshot.files() {
        let edits: Vec<&Edit> = change.edits.iter().filter(|edit| edit.file == file.id).collect();
        let Ok(relative) = file.path.strip_prefix(root) else { continue };
        if !edits.is_empty() {
            fs::write(directory.path().join(relative), applied(&file.text, &edits, what)).unwrap();
        }
    }
    for new in &change.creates {
        let path = directory.path().join(new.path.strip_prefix(root).unwrap());
        assert!(!path.exists(), "{what}: {} is there already", path.display());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &new.text).unwrap();
    }
    read(directory.path())
}

/// Checks every action that a tree offers; counts them by name.
fn check(name: &str, root: &Path, counts: &mut BTreeMap<&'static str, usize>) {
    let snapshot = read(root);
    let before: Vec<_> = snapshot.trees().map(|tree| meaning(&tree.settings)).collect();
    for action in offered(&snapshot) {
        *counts.entry(action.name).or_default() += 1;
        let change = action.change.as_ref().unwrap();
        let what = format!("{name}: {} ({})", action.title, action.name);
        assert!(!change.edits.is_empty(), "{what}: changes nothing");
        let mut texts: Vec<(FileId, Arc<[u8]>)> = Vec::new();
        for file in snapshot.files() {
            let edits: Vec<&Edit> = change.edits.iter().filter(|edit| edit.file == file.id).collect();
            if edits.is_empty() {
                continue;
            }
            let text = applied(&file.text, &edits, &what);
            let errors = syntax::check(&text);
            assert!(
                errors.len() <= file.parse.errors.len(),
                "{what}: {errors:?}\n{}",
                String::from_utf8_lossy(&text)
            );
            texts.push((file.id, text.into()));
        }
        for new in &change.creates {
            assert_eq!(syntax::check(new.text.as_bytes()), [], "{what}");
        }
        let is_set = matches!(action.name, "sort-modules" | "group-modules");
        if !action.keeps_meaning && !is_set {
            continue;
        }
        let after = if change.creates.is_empty() {
            Arc::new(snapshot.with_texts(&texts))
        } else {
            on_disk(root, &snapshot, &action, &what)
        };
        let after: Vec<_> = after.trees().map(|tree| meaning(&tree.settings)).collect();
        let place = snapshot.file(change.edits[0].file).unwrap().path.display();
        pretty(&before, &after, &format!("{what} in {place}: {change:#?}"));
    }
}

fn pretty(
    before: &[BTreeMap<String, BTreeMap<String, String>>],
    after: &[BTreeMap<String, BTreeMap<String, String>>],
    what: &str,
) {
    assert_eq!(before.len(), after.len(), "{what}: another number of trees");
    for (before, after) in before.iter().zip(after) {
        let differ = before.iter().find(|(host, options)| after.get(*host) != Some(options));
        if let Some((host, options)) = differ {
            panic!("{what}:\non {host}\n{options:#?}\n{:#?}", after.get(host));
        }
        assert_eq!(before.len(), after.len(), "{what}: another number of hosts");
    }
}

#[test]
fn actions_keep_what_the_examples_mean() {
    let mut counts = BTreeMap::new();
    for example in ["mistakes", "hybrid"] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(example);
        check(example, &root.canonicalize().unwrap(), &mut counts);
    }
    println!("{counts:#?}");
    assert!(counts.len() > 5, "{counts:?}");
}

/// With `PROSODY_LS_ALL=true` all of them, otherwise every twelfth.
#[test]
fn actions_keep_what_real_configurations_mean() {
    let Some(corpus) = corpus() else { return };
    let mut roots: Vec<PathBuf> = fs::read_dir(corpus.canonicalize().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().path().join("config"))
        .filter(|path| path.is_dir())
        .collect();
    roots.sort();
    let step = if std::env::var_os("PROSODY_LS_ALL").is_some_and(|all| all == "true") { 1 } else { 12 };
    let mut counts = BTreeMap::new();
    for root in roots.iter().step_by(step) {
        check(&root.parent().unwrap().file_name().unwrap().to_string_lossy(), root, &mut counts);
    }
    println!("{counts:#?}");
    assert!(counts.len() > 8, "{counts:?}");
}
