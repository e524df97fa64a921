//! What an editor waits for in trees of many files, and how much memory they take: `cargo bench -p server --bench tree`.
//!
//! Each size (100, 1,000 and 10,000 files, or those that are given) is measured in a process of its own, over an
//! in-process pipe. The tree is layered: directories of a hundred files of about 60 lines, all included by one entry
//! file, and one file of 1,000 lines, which is edited. The same number of files makes the same bytes.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark"
)]

#[path = "../tests/protocol/client.rs"]
mod client;

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use client::{Client, modern};
use serde_json::json;
use tokio::runtime::{Builder, Runtime};

/// So often each thing is done.
const TIMES: i64 = 200;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    if let (Ok(_), [files]) = (std::env::var("PROSODY_LS_BENCH_CHILD"), sizes.as_slice()) {
        println!("{}", measure(*files));
        return;
    }
    println!(
        "| files | ready | memory | keystroke to findings, p50 / p99 | completion, p50 | hover, p50 | definition, p50 |"
    );
    println!("|---|---|---|---|---|---|---|");
    for files in if sizes.is_empty() { vec![100, 1_000, 10_000] } else { sizes } {
        let status = std::process::Command::new(std::env::current_exe().unwrap())
            .arg(files.to_string())
            .env("PROSODY_LS_BENCH_CHILD", "1")
            .status();
        assert!(status.unwrap().success());
    }
}

/// One line of the table.
fn measure(files: usize) -> String {
    let root = std::env::temp_dir().join(format!("prosody-ls-bench-tree-{files}"));
    drop(std::fs::remove_dir_all(&root));
    tree(&root, files);
    let path = root.join("edited/edited.cfg.lua");
    let text = std::fs::read_to_string(&path).unwrap();
    let uri = format!("file://{}", path.display());
    let begun = Instant::now();
    let (runtime, mut client) = session(&root, &uri, &text);
    let ready = begun.elapsed();
    let memory = memory();

    let line = text.lines().position(|line| line.starts_with("welcome_message")).unwrap();
    let column = text.lines().nth(line).unwrap().len() - 1;
    let mut version = 0;
    // Types a character, takes it away again.
    let mut type_at = |client: &mut Client, line: usize, column: usize| {
        version += 1;
        let (end, typed) = if version % 2 == 1 { (column, "x") } else { (column + 1, "") };
        let range =
            json!({"start": {"line": line, "character": column}, "end": {"line": line, "character": end}});
        client.change(&uri, version, &json!([{"range": range, "text": typed}]));
        version
    };
    let keystroke = times(|| {
        let version = type_at(&mut client, line, column);
        runtime.block_on(client.diagnostics(&uri, version));
    });
    let completion = times(|| {
        type_at(&mut client, line, column);
        runtime.block_on(client.ask_at("textDocument/completion", &uri, line as u32 + 1, 0)).unwrap();
    });
    let hover = times(|| {
        runtime.block_on(client.ask_at("textDocument/hover", &uri, line as u32, 3)).unwrap();
    });
    let definition = times(|| {
        runtime.block_on(client.ask_at("textDocument/definition", &uri, line as u32, 3)).unwrap();
    });
    client.forget_the_rest();
    std::fs::remove_dir_all(&root).unwrap();
    format!(
        "| {files} | {:.0} ms | {memory} MiB | {} / {} ms | {} ms | {} ms | {} ms |",
        ready.as_secs_f64() * 1e3,
        milliseconds(&keystroke, 50),
        milliseconds(&keystroke, 99),
        milliseconds(&completion, 50),
        milliseconds(&hover, 50),
        milliseconds(&definition, 50),
    )
}

/// A session in which the findings of the open file have arrived.
fn session(root: &Path, uri: &str, text: &str) -> (Runtime, Client) {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap();
    let client = runtime.block_on(async {
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let (input, output) = tokio::io::split(theirs);
        tokio::spawn(server::serve(input, output, server::Options::default()));
        let (from_server, to_server) = tokio::io::split(ours);
        let mut client = Client::new(from_server, to_server);
        let folder = json!({"uri": format!("file://{}", root.display()), "name": "bench"});
        client.initialize(json!({"capabilities": modern(), "workspaceFolders": [folder]})).await;
        client.open(uri, 0, text);
        client.diagnostics(uri, 0).await;
        client
    });
    (runtime, client)
}

fn times(mut run: impl FnMut()) -> Vec<Duration> {
    let mut taken: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let begun = Instant::now();
            run();
            begun.elapsed()
        })
        .collect();
    taken.sort_unstable();
    taken
}

fn milliseconds(sorted: &[Duration], percent: usize) -> String {
    format!("{:.2}", sorted[(sorted.len() - 1) * percent / 100].as_secs_f64() * 1e3)
}

/// MiB of this process that are in memory; where the system does not say, a dash.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.map_or_else(|| "–".to_owned(), |kilobytes| (kilobytes / 1024).to_string())
}

/// Writes a layered tree with so many files, and the one that is edited.
fn tree(root: &Path, files: usize) {
    let mut entry =
        String::from("pidfile = \"/run/prosody/prosody.pid\"\nadmins = { \"admin@example.org\" }\n");
    let mut write = |layer: &str, name: &str, text: String| {
        let folder = root.join(layer);
        if !folder.exists() {
            std::fs::create_dir_all(&folder).unwrap();
            writeln!(entry, "Include \"{layer}/*.cfg.lua\"").unwrap();
        }
        std::fs::write(folder.join(name), text).unwrap();
    };
    for file in 0..files {
        let layer = file / 100;
        // In small trees all layers have hosts.
        let has_hosts = files < 400 || layer >= 3;
        let layer = format!("{}-{layer:03}", if has_hosts { "hosts" } else { "base" });
        write(&layer, &format!("{:02}.cfg.lua", file % 100), document(file, 1, has_hosts));
    }
    write("edited", "edited.cfg.lua", document(files, 16, true));
    std::fs::write(root.join("prosody.cfg.lua"), entry).unwrap();
}

/// A file of so many times 60 lines or so.
fn document(number: usize, sections: usize, hosts: bool) -> String {
    const BOOLEANS: [&str; 12] = [
        "allow_registration",
        "c2s_require_encryption",
        "s2s_require_encryption",
        "s2s_secure_auth",
        "hide_os_type",
        "mam_smart_enable",
        "muc_tombstones",
        "http_dir_listing",
        "use_ipv4",
        "use_ipv6",
        "proxy65_open_access",
        "tcp_keepalives",
    ];
    const NUMBERS: [&str; 8] = [
        "max_history_messages",
        "max_archive_query_results",
        "pep_max_items",
        "smacks_max_queue_size",
        "c2s_stanza_size_limit",
        "http_max_content_size",
        "cron_initial_delay",
        "push_max_errors",
    ];
    const MODULES: [&str; 10] =
        ["roster", "saslauth", "tls", "dialback", "disco", "carbons", "pep", "blocklist", "vcard4", "mam"];
    let mut text = format!(
        "-- File {number} of a generated tree\nlocal stage = os.getenv(\"PROSODY_STAGE\") or \"dev\"\n"
    );
    let mut roll = number.wrapping_mul(2_654_435_761) & 0xFFFF_FFFF;
    let mut dice = |sides: usize| {
        roll = (roll.wrapping_mul(1_103_515_245) + 12_345) & 0x7FFF_FFFF;
        roll / 65_536 % sides
    };
    for section in 0..sections {
        if hosts {
            writeln!(text, "\nVirtualHost \"h{number}-{section}.example.org\"").unwrap();
        }
        text.push_str("modules_enabled = {\n");
        for _ in 0..6 {
            writeln!(text, "\t\"{}\"; -- as everywhere", MODULES[dice(MODULES.len())]).unwrap();
        }
        text.push_str("}\n");
        for _ in 0..14 {
            writeln!(text, "{} = {}", BOOLEANS[dice(BOOLEANS.len())], ["true", "false"][dice(2)]).unwrap();
            writeln!(text, "{} = {}", NUMBERS[dice(NUMBERS.len())], 1 << dice(12)).unwrap();
        }
        writeln!(text, "welcome_message = \"Welcome to host {section} of file {number}\"").unwrap();
        writeln!(text, "made_up_option_{} = \"nothing reads it\" -- or does it?", dice(300)).unwrap();
        writeln!(text, "limits = {{ c2s = {{ rate = \"{}kb/s\", burst = \"2s\" }} }}", dice(100)).unwrap();
        text.push_str("if stage == \"production\" then\n\tlog = { error = \"*syslog\" }\nelse\n\tlog = { debug = \"*console\" }\nend\n");
        writeln!(text, "contact_info = {{\n\tabuse = {{ \"mailto:abuse@h{number}.example.org\" }};\n}}")
            .unwrap();
        writeln!(text, "admins = {{ \"a{}@example.org\", \"b{}@example.org\" }}", dice(50), dice(50))
            .unwrap();
    }
    text
}
