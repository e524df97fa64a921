//! How long an editor waits: completion, hover, definition and outline in a file of 1,000 lines.
#![allow(clippy::unwrap_used, missing_docs, reason = "a measurement, and its macros")]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use config::Workspace;
use divan::{Bencher, black_box};
use ide::{Analysis, Position};

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
