//! How long reading a tree and following an edit take, by the number of files.

#![allow(clippy::expect_used, reason = "a benchmark may fail")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::Workspace;

fn main() {
    divan::main();
}

/// A layered tree: an entry file that includes directories of a hundred files with twenty options each.
fn tree(files: usize) -> PathBuf {
    let root = std::env::temp_dir().join(format!("prosody-ls-bench-{files}"));
    let mut entry =
        String::from("pidfile = \"/run/prosody/prosody.pid\"\nadmins = { \"admin@example.org\" }\n");
    for layer in 0..files.div_ceil(100) {
        let directory = root.join(format!("layer-{layer:03}"));
        std::fs::create_dir_all(&directory).expect("the temporary directory can be written");
        writeln!(entry, "Include \"layer-{layer:03}/*.cfg.lua\"").expect("strings can be written");
        for file in 0..100.min(files - layer * 100) {
            std::fs::write(directory.join(format!("{file:02}.cfg.lua")), layer_file(layer, file))
                .expect("the temporary directory can be written");
        }
    }
    std::fs::write(root.join("prosody.cfg.lua"), entry).expect("the temporary directory can be written");
    root
}

fn layer_file(layer: usize, file: usize) -> String {
    let mut text =
        format!("-- layer {layer}, file {file}\nmodules_enabled = {{ \"roster\"; \"saslauth\"; \"tls\" }}\n");
    if file.is_multiple_of(3) {
        let _ = writeln!(text, "VirtualHost \"host-{layer}-{file}.example.org\"");
    }
    for option in 0..20 {
        let _ = writeln!(text, "option_{option} = {}", option * file);
    }
    text
}

fn open(root: &Path) -> Workspace {
    let mut workspace = Workspace::new();
    workspace.set_roots(vec![root.to_owned()]);
    workspace
}

/// From nothing to settings: search, read, parse, evaluate, link.
#[divan::bench(args = [100, 1_000, 10_000], sample_count = 5, sample_size = 1)]
fn index(bencher: divan::Bencher<'_, '_>, files: usize) {
    let root = tree(files);
    bencher.with_inputs(|| open(&root)).bench_values(|mut workspace| workspace.snapshot(&|_, _| {}));
}

/// A character typed into one file: parse, evaluate, link.
#[divan::bench(args = [100, 1_000, 10_000], sample_count = 50, sample_size = 1)]
fn edit(bencher: divan::Bencher<'_, '_>, files: usize) {
    let root = tree(files);
    let mut workspace = open(&root);
    let path = root.join("layer-000/07.cfg.lua");
    let text = layer_file(0, 7);
    workspace.set_text(&path, Arc::from(text.as_bytes()), 0);
    workspace.snapshot(&|_, _| {});
    let mut version = 0;
    bencher.bench_local(|| {
        version += 1;
        workspace.set_text(&path, Arc::from(format!("{text}typed = {version}\n").as_bytes()), version);
        workspace.snapshot(&|_, _| {})
    });
}
