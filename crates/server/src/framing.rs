//! The base protocol: `Content-Length` headers around JSON bodies.
//!
//! Lenient in what it reads: header names in any case, headers it does not know, garbage in front of a header.
//! A message that makes no sense is one [`Frame::Malformed`]; the next one is read as if nothing had happened.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

/// The longest header block; what is longer is no header.
const MAX_HEADER: usize = 8 * 1024;
/// The longest body, in bytes.
const MAX_BODY: usize = 512 * 1024 * 1024;
const LENGTH: &[u8] = b"content-length:";

/// What was read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// A message's body.
    Body(Vec<u8>),
    /// Bytes that are no message.
    Malformed,
}

/// Cuts a byte stream into messages.
pub(crate) struct FrameReader<R> {
    input: R,
    buffer: Vec<u8>,
    /// How much of `buffer` was searched for the end of a header already.
    searched: usize,
}

impl<R: AsyncRead + Unpin> FrameReader<R> {
    pub(crate) fn new(input: R) -> Self {
        Self { input, buffer: Vec::with_capacity(64 * 1024), searched: 0 }
    }

    /// The next message; `None` at the end of the stream.
    pub(crate) async fn next(&mut self) -> io::Result<Option<Frame>> {
        let Some(header) = self.header().await? else { return Ok(None) };
        let Some(length) = content_length(&header) else { return Ok(Some(Frame::Malformed)) };
        while self.buffer.len() < length {
            if self.input.read_buf(&mut self.buffer).await? == 0 {
                return Ok(None);
            }
        }
        let rest = self.buffer.split_off(length);
        Ok(Some(Frame::Body(std::mem::replace(&mut self.buffer, rest))))
    }

    /// Takes the next header block off the stream, with the empty line that ends it.
    async fn header(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let from = self.searched.saturating_sub(3);
            let found = self.buffer.get(from..).and_then(|bytes| find(bytes, b"\r\n\r\n"));
            let end = match found {
                Some(at) => from + at + 4,
                // No header is that long. Its last bytes may be the beginning of one.
                None if self.buffer.len() > MAX_HEADER => MAX_HEADER - 2 * LENGTH.len(),
                None => {
                    self.searched = self.buffer.len();
                    if self.input.read_buf(&mut self.buffer).await? == 0 {
                        return Ok(None);
                    }
                    continue;
                }
            };
            self.searched = 0;
            let rest = self.buffer.split_off(end);
            return Ok(Some(std::mem::replace(&mut self.buffer, rest)));
        }
    }
}

/// The length that a header block announces; the last one, should garbage stand in front of it.
fn content_length(header: &[u8]) -> Option<usize> {
    let header = header.to_ascii_lowercase();
    let at = header.windows(LENGTH.len()).rposition(|window| window == LENGTH)?;
    let digits = header.get(at + LENGTH.len()..)?.split(|&byte| byte == b'\r').next()?;
    let length = std::str::from_utf8(digits).ok()?.trim().parse().ok()?;
    (length <= MAX_BODY).then_some(length)
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

/// A body with the header it needs.
pub(crate) fn frame(body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// JSON text in which every lone surrogate escape is replaced by U+FFFD, or `None` if there is none.
/// Editors whose strings are UTF-16 send half a character when the user deletes the other half.
pub(crate) fn mend_surrogates(body: &[u8]) -> Option<Vec<u8>> {
    let unit = |at: usize| {
        let escape = body.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(escape).ok()?, 16).ok()
    };
    let (mut at, mut mended, mut copied) = (0, Vec::new(), 0);
    while let Some(&byte) = body.get(at) {
        at += match (byte, unit(at)) {
            (b'\\', Some(0xd800..=0xdbff)) if matches!(unit(at + 6), Some(0xdc00..=0xdfff)) => 12,
            (b'\\', Some(0xd800..=0xdfff)) => {
                mended.extend_from_slice(body.get(copied..at)?);
                mended.extend_from_slice(b"\\ufffd");
                copied = at + 6;
                6
            }
            (b'\\', _) => 2,
            _ => 1,
        };
    }
    mended.extend_from_slice(body.get(copied..)?);
    (copied > 0).then_some(mended)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(bytes: &[u8]) -> Vec<Frame> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut reader = FrameReader::new(bytes);
            let mut frames = Vec::new();
            while let Some(frame) = reader.next().await.unwrap() {
                frames.push(frame);
            }
            frames
        })
    }

    fn body(text: &str) -> Frame {
        Frame::Body(text.as_bytes().to_vec())
    }

    #[test]
    fn messages_follow_each_other() {
        let bytes = [frame(b"{}"), frame(b""), frame(b"[1]")].concat();
        assert_eq!(frames(&bytes), [body("{}"), body(""), body("[1]")]);
    }

    #[test]
    fn headers_are_read_leniently() {
        let bytes = b"x-a: 1\r\ncontent-LENGTH:2\r\nContent-Type: whatever\r\nX-B: 2\r\n\r\n{}";
        assert_eq!(frames(bytes), [body("{}")]);
    }

    #[test]
    fn garbage_costs_only_itself() {
        let good = "Content-Length: 2\r\n\r\n{}";
        assert_eq!(frames(format!("garbage{good}").as_bytes()), [body("{}")]);
        assert_eq!(frames(format!("X: 1\r\n\r\n{good}").as_bytes()), [Frame::Malformed, body("{}")]);
        assert_eq!(
            frames(format!("Content-Length: -5\r\n\r\n{good}").as_bytes()),
            [Frame::Malformed, body("{}")]
        );
        let long = "x".repeat(100 * MAX_HEADER + 5);
        assert_eq!(frames(format!("{long}{good}").as_bytes()).last(), Some(&body("{}")));
    }

    #[test]
    fn a_cut_off_message_is_the_end() {
        assert_eq!(frames(b"Content-Length: 20\r\n\r\n{}"), []);
        assert_eq!(frames(b"Content-Le"), []);
    }

    #[test]
    fn lone_surrogates_become_replacement_characters() {
        let mend = |text: &str| mend_surrogates(text.as_bytes()).map(|b| String::from_utf8(b).unwrap());
        assert_eq!(mend(r#""a\ud83d b""#).as_deref(), Some(r#""a\ufffd b""#));
        assert_eq!(mend(r#""\ude00\ud83d\ude00\ud83d""#).as_deref(), Some(r#""\ufffd\ud83d\ude00\ufffd""#));
        assert_eq!(mend(r#""\\ud83d \ud83d\ude00 \n""#), None);
    }
}
