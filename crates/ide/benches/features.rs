//! How long an editor waits: in a file of 1,000 lines, and for what looks through a tree of 10,000 files.
#![allow(clippy::unwrap_used, missing_docs, reason = "a measurement, and its macros")]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use config::Workspace;
use divan::{Bencher, black_box};
use ide::{Analysis, Position};
use syntax::Span;

fn main() {
    divan::main();
}

/// A configuration of 1,000 lines: global options, a list of modules, then hosts; `end` is put behind it.
fn text(end: &str) -> String {
    let mut text = String::from("admins = { \"admin@example.org\" }\nmodules_enabled = {\n");
    for module in ["roster", "saslauth", "tls", "disco", "mam", "smacks", "pep", "carbons", "bosh", "http"] {
        let _ = writeln!(text, "\t\"{module}\"; -- one of the modules that are always there");
    }
    text.push_str("}\n");
    for host in 0..164 {
        let _ = writeln!(
            text,
            "VirtualHost \"host{host}.example.org\"\n\tenabled = true\n\tssl = {{ key = \"/etc/k.pem\" }}\n\n\
             Component \"rooms{host}.example.org\" \"muc\"\n\tname = \"Rooms of host {host}\""
        );
    }
    text + end
}

fn ask(end: &str) -> (Analysis, Position) {
    let text = text(&end.replace('|', ""));
    let offset = text.len() - (end.len() - 1 - end.find('|').unwrap());
    let mut workspace = Workspace::new();
    let path = Path::new("/nowhere/prosody.cfg.lua");
    workspace.set_text(path, Arc::from(text.as_bytes()), 1);
    let analysis = Analysis::new(workspace.snapshot(&|_, _| {}));
    let file = analysis.file_id(path).unwrap();
    (analysis, Position { file, offset: u32::try_from(offset).unwrap() })
}

#[divan::bench(args = ["|", "c2s_|", "modules_enabled = { \"|\" }", "ssl = { |", "VirtualHost \"|\""])]
fn completion(bencher: Bencher<'_, '_>, end: &str) {
    let (analysis, at) = ask(end);
    bencher.bench_local(|| black_box(analysis.completion(at)));
}

#[divan::bench(args = ["c2s_ports| = { 5222 }", "modules_enabled = { \"ma|m\" }", "VirtualHost \"host1|.example.org\""])]
fn hover(bencher: Bencher<'_, '_>, end: &str) {
    let (analysis, at) = ask(end);
    bencher.bench_local(|| black_box(analysis.hover(at)));
}

#[divan::bench(args = ["enabled| = true", "VirtualHost \"host1|.example.org\""])]
fn definition(bencher: Bencher<'_, '_>, end: &str) {
    let (analysis, at) = ask(end);
    bencher.bench_local(|| black_box(analysis.definition(at)));
}

#[divan::bench]
fn outline(bencher: Bencher<'_, '_>) {
    let (analysis, at) = ask("|");
    bencher.bench_local(|| black_box(analysis.symbols(at.file)));
}

#[divan::bench(args = ["enabled| = true", "VirtualHost \"host1|.example.org\""])]
fn highlights(bencher: Bencher<'_, '_>, end: &str) {
    let (analysis, at) = ask(end);
    bencher.bench_local(|| black_box(analysis.highlights(at)));
}

#[divan::bench(args = ["local level| = 1", "VirtualHost \"host1|.example.org\"", "enabled| = true"])]
fn prepare_rename(bencher: Bencher<'_, '_>, end: &str) {
    let (analysis, at) = ask(end);
    bencher.bench_local(|| black_box(analysis.prepare_rename(at)));
}

/// 10,000 files that the entry includes, and the entry: 1,000 lines with `end` behind them.
fn ask_in_tree(end: &str) -> (Analysis, Position) {
    static TREE: std::sync::OnceLock<fixture::Directory> = std::sync::OnceLock::new();
    let directory = TREE.get_or_init(|| {
        let directory = fixture::Directory::new();
        for number in 0..10_000 {
            let text = format!(
                "-- what number {number} is for\nVirtualHost \"h{number}.example.net\"\n\tssl = {{ key = \"/etc/{number}.pem\" }}\n\
                 \tmodules_enabled = {{ \"mam\", \"muc_mam\", \"number_{number}\" }}\n\
                 \tadmins = {{ \"me@h{number}.example.net\", \"you@h{number}.example.net\" }}\n"
            );
            directory.write(&format!("conf.d/{number:05}.cfg.lua"), text.as_bytes());
        }
        directory.write("prosody.cfg.lua", text("").as_bytes());
        directory
    });
    let text = text(&format!("Include \"conf.d/*.cfg.lua\"\n{}", end.replace('|', "")));
    let offset = text.len() - (end.len() - 1 - end.find('|').unwrap());
    let mut workspace = Workspace::new();
    workspace.set_roots(vec![directory.path().to_owned()]);
    let path = directory.path().join("prosody.cfg.lua");
    workspace.set_text(&path, Arc::from(text.as_bytes()), 1);
    let analysis = Analysis::new(workspace.snapshot(&|_, _| {}));
    let file = analysis.file_id(&path).unwrap();
    (analysis, Position { file, offset: u32::try_from(offset).unwrap() })
}

#[divan::bench(args = [
    "enabled| = true",
    "VirtualHost \"h77|.example.net\"",
    "modules_enabled| = {}",
    "modules_enabled = { \"number_77|\" }",
], sample_count = 10)]
fn references_in_a_large_tree(bencher: Bencher<'_, '_>, end: &str) {
    let (analysis, at) = ask_in_tree(end);
    bencher.bench_local(|| black_box(analysis.references(at, true)));
}

#[divan::bench(args = ["enabled| = true", "VirtualHost \"h77|.example.net\""], sample_count = 10)]
fn highlights_in_a_large_tree(bencher: Bencher<'_, '_>, end: &str) {
    let (analysis, at) = ask_in_tree(end);
    bencher.bench_local(|| black_box(analysis.highlights(at)));
}

#[divan::bench(args = ["local level| = 1", "VirtualHost \"h77|.example.net\""], sample_count = 10)]
fn prepare_rename_in_a_large_tree(bencher: Bencher<'_, '_>, end: &str) {
    let (analysis, at) = ask_in_tree(end);
    bencher.bench_local(|| black_box(analysis.prepare_rename(at)));
}

#[divan::bench(sample_count = 10)]
fn rename_in_a_large_tree(bencher: Bencher<'_, '_>) {
    let (analysis, at) = ask_in_tree("VirtualHost \"h77|.example.net\"");
    bencher.bench_local(|| black_box(analysis.rename(at, "new.example.net")));
}

#[divan::bench(args = ["", "mam", "h77 net"], sample_count = 10)]
fn workspace_symbols_of_a_large_tree(bencher: Bencher<'_, '_>, query: &str) {
    let (analysis, _) = ask_in_tree("|");
    bencher.bench_local(|| black_box(analysis.workspace_symbols(query)));
}

#[divan::bench(sample_count = 10)]
fn moving_a_directory_of_a_large_tree(bencher: Bencher<'_, '_>) {
    let (analysis, at) = ask_in_tree("|");
    let folder = analysis.file(at.file).unwrap().path.parent().unwrap().to_owned();
    let rename = ide::FileRename { from: folder.join("conf.d"), to: folder.join("hosts.d") };
    bencher.bench_local(|| black_box(analysis.rename_files(std::slice::from_ref(&rename))));
}

/// What an editor asks for unasked whenever a file of 1,000 lines is shown or edited.
#[divan::bench(args = ["folds", "links", "hints", "lenses", "tokens", "inactive"])]
fn shown(bencher: Bencher<'_, '_>, what: &str) {
    let (analysis, at) = ask("|");
    let all = Span::new(0, at.offset);
    bencher.bench_local(|| match what {
        "folds" => analysis.folds(at.file).len(),
        "links" => analysis.links(at.file).len(),
        "hints" => analysis.hints(at.file, all).len(),
        "lenses" => analysis.lenses(at.file).len(),
        "tokens" => analysis.tokens(at.file).len(),
        _ => analysis.inactive(at.file).len(),
    });
}

#[divan::bench(args = ["ssl = { key = \"a|b\" }", "VirtualHost(\"|"])]
fn at_a_place(bencher: Bencher<'_, '_>, end: &str) {
    let (analysis, at) = ask(end);
    bencher
        .bench_local(|| black_box((analysis.selection(at), analysis.signature(at), analysis.reindent(at))));
}
