//! What the integration tests share: the real Lua, and the configurations of the corpus.
#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stderr, reason = "these are tests")]

pub(crate) mod damage;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use syntax::{Parse, SyntaxError};

/// Message and line of Lua's error; `None` if it accepts a text. Lua names no line for a stack overflow.
pub(crate) type Verdict = Option<(String, Option<u32>)>;

const JUDGE: &str = r##"
while true do
  local size = io.read("l")
  if not size then break end
  local text = io.read(tonumber(size))
  text = (text or ""):gsub("^\xEF\xBB\xBF", "")
  if text:sub(1, 1) == "#" then text = text:gsub("^[^\r\n]*", "", 1) end
  local chunk, message = load(text, "=config", "t")
  local answer = chunk and "" or message
  io.write(#answer, "\n", answer)
end
"##;

/// What `lua5.4` says of each text; `None` if it is not installed, which is visible, and a failure where `CI` is set.
pub(crate) fn ask_lua(texts: &[Vec<u8>]) -> Option<Vec<Verdict>> {
    let spawned =
        Command::new("lua5.4").arg("-e").arg(JUDGE).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut lua) = spawned else {
        absent("lua5.4");
        return None;
    };
    let mut stdin = lua.stdin.take().unwrap();
    let input: Vec<u8> =
        texts.iter().flat_map(|text| [format!("{}\n", text.len()).as_bytes(), text].concat()).collect();
    let writer = std::thread::spawn(move || stdin.write_all(&input).unwrap());
    let mut output = Vec::new();
    lua.stdout.take().unwrap().read_to_end(&mut output).unwrap();
    writer.join().unwrap();
    assert!(lua.wait().unwrap().success());
    let mut rest = &output[..];
    let verdicts = texts.iter().map(|_| {
        let newline = rest.iter().position(|&b| b == b'\n').unwrap();
        let size: usize = std::str::from_utf8(&rest[..newline]).unwrap().parse().unwrap();
        let answer = String::from_utf8_lossy(&rest[newline + 1..newline + 1 + size]).into_owned();
        rest = &rest[newline + 1 + size..];
        verdict(&answer)
    });
    Some(verdicts.collect())
}

fn verdict(answer: &str) -> Verdict {
    if answer.is_empty() {
        return None;
    }
    if answer.starts_with("C stack overflow") {
        return Some(("C stack overflow".to_owned(), None));
    }
    let (line, message) = answer.strip_prefix("config:").unwrap().split_once(": ").unwrap();
    Some((message.to_owned(), Some(line.parse().unwrap())))
}

/// Our first error in the form of Lua's, so that they can be compared.
pub(crate) fn first_error(parse: &Parse) -> Verdict {
    parse.errors.first().map(|SyntaxError { message, line, .. }| {
        let line = (message != "C stack overflow").then_some(*line);
        (message.clone(), line)
    })
}

/// The folder with test data that is not part of the repository.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let shared = std::env::var_os("PROSODY_LS_SHARED").map_or_else(|| root.join("shared"), PathBuf::from);
    let path = shared.join(name);
    if path.exists() {
        return Some(path);
    }
    absent(&path.display().to_string());
    None
}

fn absent(what: &str) {
    assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{what} is missing");
    eprintln!("SKIPPED: {what} is missing");
}

/// All Lua files of the corpus with their paths.
pub(crate) fn corpus() -> Vec<(PathBuf, Vec<u8>)> {
    let Some(root) = shared("corpus") else { return Vec::new() };
    let mut files = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "lua") {
                let text = std::fs::read(&path).unwrap();
                files.push((path, text));
            }
        }
    }
    files.sort();
    files
}
