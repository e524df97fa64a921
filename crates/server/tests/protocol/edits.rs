//! The server's text is the editor's text, whatever the editor does.

use serde_json::{Value, json};

use crate::{connect, edit, plain_session};

const URI: &str = "file:///work/prosody.cfg.lua";

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

/// Line and column of a character, the column in the encoding's units: written for this test, character by character.
fn position(text: &[char], at: usize, encoding: &str) -> (u32, u32) {
    let (mut line, mut column) = (0, 0);
    for (index, &character) in text.iter().enumerate().take(at) {
        let ends_line =
            character == '\n' || character == '\r' && text.get(index + 1).is_none_or(|&next| next != '\n');
        if ends_line {
            (line, column) = (line + 1, 0);
            continue;
        }
        column += match encoding {
            "utf-8" => character.len_utf8(),
            "utf-16" => character.len_utf16(),
            _ => 1,
        };
    }
    (line, u32::try_from(column).unwrap())
}

/// A place that an editor can name: not between CR and LF.
fn place(text: &[char], random: &mut Random) -> usize {
    let at = random.below(text.len() + 1);
    let inside = at > 0 && text[at - 1] == '\r' && text.get(at) == Some(&'\n');
    if inside { at - 1 } else { at }
}

async fn storm(encoding: &str, seed: u64) {
    let (mut client, _) = connect();
    let capabilities = json!({"general": {"positionEncodings": [encoding]}});
    let offered = client.initialize(json!({"capabilities": capabilities})).await;
    assert_eq!(offered["positionEncoding"], encoding);
    let pieces = ["a", "ä", "€", "😀", "\n", "\r\n", "\r", "", "limits = {", "𝒳\n𝒴", "\u{301}", "\t"];
    let mut random = Random(seed);
    let mut text: Vec<char> = "VirtualHost \"é.example\"\r\n😀\n".repeat(5).chars().collect();
    client.open(URI, 0, &text.iter().collect::<String>());
    let versions = 400;
    for version in 1..=versions {
        let mut changes = Vec::new();
        for _ in 0..=random.below(3) {
            if random.below(50) == 0 {
                text = "whole 😀\r\n".chars().collect();
                changes.push(json!({"text": text.iter().collect::<String>()}));
                continue;
            }
            let start = place(&text, &mut random);
            let end = (start + random.below(6)).min(text.len());
            let end =
                if position(&text, end, encoding) < position(&text, start, encoding) { start } else { end };
            let splits = |at: usize| at > 0 && text[at - 1] == '\r' && text.get(at) == Some(&'\n');
            let end = if splits(end) { end - 1 } else { end }.max(start);
            let piece = pieces[random.below(pieces.len())];
            changes.push(edit(position(&text, start, encoding), position(&text, end, encoding), piece));
            text.splice(start..end, piece.chars());
        }
        client.change(URI, version, &Value::from(changes));
        if version % 50 == 0 {
            assert_eq!(
                client.server_text(URI).await,
                Ok(text.iter().collect()),
                "version {version}, seed {seed}"
            );
        }
    }
    client.diagnostics(URI, versions).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn storm_in_utf8() {
    storm("utf-8", 1).await;
    storm("utf-8", 0xdead_beef).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn storm_in_utf16() {
    storm("utf-16", 2).await;
    storm("utf-16", 0xcafe_cafe).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn storm_in_utf32() {
    storm("utf-32", 3).await;
}

#[tokio::test]
async fn places_beyond_the_text_are_taken_as_its_end() {
    let mut client = plain_session().await;
    client.open(URI, 1, "ab\ncd");
    client.change(URI, 2, &json!([edit((0, 99), (0, 99), "!"), edit((9, 9), (9, 9), "?")]));
    assert_eq!(client.server_text(URI).await.as_deref(), Ok("ab!\ncd?"));
    client.change(URI, 3, &json!([edit((1, 1), (0, 1), "-")]));
    assert_eq!(client.server_text(URI).await.as_deref(), Ok("a-d?"));
    client.diagnostics(URI, 3).await;
}

#[tokio::test]
async fn half_a_character_costs_that_character_alone() {
    let mut client = plain_session().await;
    client.open(URI, 1, "");
    let body = json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
        "textDocument": {"uri": URI, "version": 2}, "contentChanges": [{"text": "a HALF b"}],
    }});
    let body = body.to_string().replace("HALF", "\\ud83d");
    client.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    assert_eq!(client.server_text(URI).await.as_deref(), Ok("a \u{fffd} b"));
    client.diagnostics(URI, 2).await;
}

#[tokio::test]
async fn edits_of_unknown_documents_are_ignored() {
    let mut client = plain_session().await;
    client.change(URI, 2, &json!([{"text": "x"}]));
    client.notify("textDocument/didSave", json!({"textDocument": {"uri": URI}}));
    client.close(URI);
    assert_eq!(client.server_text(URI).await, Err(-32602));
    client.open(URI, 1, "x");
    client.diagnostics(URI, 1).await;
    client.close(URI);
    client.cleared_diagnostics(URI).await;
    client.change(URI, 2, &json!([{"text": "y"}]));
    assert_eq!(client.server_text(URI).await, Err(-32602));
}
