//! Links in a file: to what it includes and reads, to the XEPs, RFCs and pages that its comments and strings mention.

use std::path::{Path, PathBuf};

use config::{FileId, SourceFile};
use schema::Schema;
use syntax::ast::{Expr, ExprKind, Node, walk};
use syntax::{Span, TokenKind};

use crate::Analysis;
use crate::describe::xep_mentions;
use crate::place::Place;
use crate::subject::Function;

/// More files than this that are only read (`FileContents`) are not looked for on disk.
const MOST_READ: usize = 50;

/// A place that leads elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The place.
    pub span: Span,
    /// Where it leads.
    pub target: LinkTarget,
    /// What is there, in a few words.
    pub tooltip: String,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A file on this machine.
    File(PathBuf),
    /// A page.
    Url(String),
}

impl Analysis {
    /// The links of a file, in the order of their places; they do not overlap.
    pub fn links(&self, file: FileId) -> Vec<Link> {
        let Some(place) = Place::new(&self.snapshot, crate::Position { file, offset: 0 }) else {
            return Vec::new();
        };
        let mut links = loads(&place);
        links.extend(reads(&place));
        let lexed = syntax::tokenize(place.text());
        let strings =
            lexed.tokens.iter().filter(|token| token.kind == TokenKind::String).map(|token| token.span);
        for span in lexed.comments.iter().copied().chain(strings) {
            mentions(place.text(), span, place.schema, &mut links);
        }
        links.sort_by_key(|link| link.span.start);
        let mut end = 0;
        links.retain(|link| {
            let free = link.span.start >= end && !link.span.is_empty();
            if free {
                end = link.span.end;
            }
            free
        });
        links
    }
}

/// What the file loads: each argument that stands for one file only.
fn loads(place: &Place<'_>) -> Vec<Link> {
    let sites = place.settings().into_iter().flat_map(|settings| settings.includes_in(place.file.id));
    let mut single: Vec<(Span, Option<FileId>)> = Vec::new();
    for site in sites {
        let target = match site.targets.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        match single.iter_mut().find(|(span, _)| *span == site.span) {
            // Run again, with another outcome perhaps.
            Some((_, known)) if *known != target => *known = None,
            Some(_) => {}
            None => single.push((site.span, target)),
        }
    }
    let link = |(span, target): (Span, Option<FileId>)| {
        let file = place.snapshot.file(target?)?;
        let path = file.path.clone();
        let span = on_one_line(place.file, content(place.text(), span))?;
        Some(Link { span, tooltip: place.path_of(&path), target: LinkTarget::File(path) })
    };
    single.into_iter().filter_map(link).collect()
}

/// The files that are read as they are, as far as they exist.
fn reads(place: &Place<'_>) -> Vec<Link> {
    let Some(directory) = place.file.path.parent() else { return Vec::new() };
    let mut named: Vec<(&Expr, &[u8])> = Vec::new();
    walk(&place.file.parse.chunk.block, &mut |node| {
        let Node::Expr(expr) = node else { return };
        let ExprKind::Call { callee, args } = &expr.kind else { return };
        let reads_file = callee.as_name().and_then(Function::of) == Some(Function::File);
        if let (true, [argument]) = (reads_file, args.values.as_slice())
            && let Some(path) = argument.as_str()
        {
            named.push((argument, path));
        }
    });
    let link = |(argument, path): (&Expr, &[u8])| {
        let path = on_disk(place, directory, std::str::from_utf8(path).ok()?);
        let span = on_one_line(place.file, content(place.text(), argument.span))?;
        path.is_file().then(|| Link { span, tooltip: place.path_of(&path), target: LinkTarget::File(path) })
    };
    named.into_iter().take(MOST_READ).filter_map(link).collect()
}

/// Where a path of the configuration lies on this machine.
fn on_disk(place: &Place<'_>, directory: &Path, path: &str) -> PathBuf {
    let mount = place.tree.and_then(|tree| tree.profile.mount.as_ref());
    let below =
        mount.and_then(|mount| Some(mount.root.join(Path::new(path).strip_prefix(&mount.path).ok()?)));
    below.unwrap_or_else(|| directory.join(path))
}

/// A string without its quotes; anything else as it is.
fn content(text: &[u8], span: Span) -> Span {
    match span.slice(text) {
        [first @ (b'"' | b'\''), inner @ .., last] if first == last && !inner.contains(first) => {
            Span::new(span.start + 1, span.end - 1)
        }
        _ => span,
    }
}

fn on_one_line(file: &SourceFile, span: Span) -> Option<Span> {
    (file.lines.line_of(span.start) == file.lines.line_of(span.end)).then_some(span)
}

/// The pages, XEPs and RFCs that a comment or a string mentions.
fn mentions(text: &[u8], within: Span, schema: Schema<'_>, links: &mut Vec<Link>) {
    let bytes = within.slice(text);
    let mut add = |start: usize, len: usize, url: String, tooltip: String| {
        let start = within.start + start as u32;
        links.push(Link {
            span: Span::new(start, start + len as u32),
            target: LinkTarget::Url(url),
            tooltip,
        });
    };
    for (start, url) in urls(bytes) {
        add(start, url.len(), url.to_owned(), "Open in the browser".to_owned());
    }
    for (number, span) in xep_mentions(bytes) {
        if let Some(xep) = schema.xep(number) {
            add(span.start as usize, span.len() as usize, xep.url(), xep.to_string());
        }
    }
    for (number, start, len) in rfc_mentions(bytes) {
        if let Some(rfc) = schema.rfc(number) {
            add(start, len, rfc.url(), rfc.to_string());
        }
    }
}

/// Addresses of pages, with where they begin.
fn urls(bytes: &[u8]) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.windows(4).position(|word| word == b"http")) {
        let start = at + next;
        let rest = bytes.get(start..).unwrap_or_default();
        let is_part = |byte: &u8| byte.is_ascii_graphic() && !b"\"'<>`{}|\\^".contains(byte);
        let end = rest.iter().take_while(|byte| is_part(byte)).count();
        let url = std::str::from_utf8(rest.get(..end).unwrap_or_default()).unwrap_or_default();
        // What ends a sentence is no part of it; neither is a bracket that opens before it.
        let mut url = url.trim_end_matches(['.', ',', ';', ':', '!', '?', ']', '*']);
        if url.ends_with(')') && !url.contains('(') {
            url = url.trim_end_matches([')', '.']);
        }
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        if host.is_some_and(|host| host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')) {
            found.push((start, url));
        }
        at = start + end.max(4);
    }
    found
}

/// Mentions such as `RFC 6120` or `rfc6120`: number, beginning, length.
pub(crate) fn rfc_mentions(bytes: &[u8]) -> Vec<(u16, usize, usize)> {
    let is_rfc = |(_, word): &(usize, &[u8])| word.eq_ignore_ascii_case(b"rfc");
    let mention = |(start, _): (usize, &[u8])| {
        let before = start.checked_sub(1).and_then(|before| bytes.get(before));
        let rest = bytes.get(start + 3..)?;
        let gap = usize::from(matches!(rest.first(), Some(b' ' | b'-')));
        let digits = rest.iter().skip(gap).take_while(|byte| byte.is_ascii_digit()).count();
        let number = std::str::from_utf8(rest.get(gap..gap + digits)?).ok()?.parse().ok()?;
        (!before.is_some_and(u8::is_ascii_alphanumeric)).then_some((number, start, 3 + gap + digits))
    };
    bytes.windows(3).enumerate().filter(is_rfc).filter_map(mention).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

    use expect_test::{Expect, expect};

    use crate::testing::at;

    fn check(text: &str, expected: &Expect) {
        expected.assert_eq(&at(text).links());
    }

    #[test]
    fn includes_of_one_file_lead_there() {
        check(
            "//- prosody.cfg.lua
$0Include 'one.cfg.lua'
Include 'single/*.cfg.lua'
Include 'many/*.cfg.lua'
Include('env/' .. (ENV_E or 'a') .. '.cfg.lua')
motd_text = FileContents 'motd.txt'
other = FileContents 'missing.txt'
//- one.cfg.lua
//- single/x.cfg.lua
//- many/a.cfg.lua
//- many/b.cfg.lua
//- env/a.cfg.lua
//- motd.txt
hello
",
            &expect![[r#"
                one.cfg.lua -> one.cfg.lua (one.cfg.lua)
                single/*.cfg.lua -> single/x.cfg.lua (single/x.cfg.lua)
                'env/' .. (ENV_E or 'a') .. '.cfg.lua' -> env/a.cfg.lua (env/a.cfg.lua)
                motd.txt -> motd.txt (motd.txt)
            "#]],
        );
    }

    #[test]
    fn comments_and_strings_lead_to_pages() {
        check(
            "$0-- See XEP-0313, RFC 6120 (https://prosody.im/doc/configure) and not RFC 99999.
contact = 'https://example.org/a_(b)?c=d', \"xep-0045\" -- rfc7590; http:// is none
x = 3 -- wxep-0045
",
            &expect![[r#"
                XEP-0313 -> https://xmpp.org/extensions/xep-0313.html (XEP-0313: Message Archive Management)
                RFC 6120 -> https://www.rfc-editor.org/rfc/rfc6120 (RFC 6120: Extensible Messaging and Presence Protocol (XMPP): Core)
                https://prosody.im/doc/configure -> https://prosody.im/doc/configure (Open in the browser)
                https://example.org/a_(b)?c=d -> https://example.org/a_(b)?c=d (Open in the browser)
                xep-0045 -> https://xmpp.org/extensions/xep-0045.html (XEP-0045: Multi-User Chat)
                rfc7590 -> https://www.rfc-editor.org/rfc/rfc7590 (RFC 7590: Use of Transport Layer Security (TLS) in the Extensible Messaging and Presence Protocol (XMPP))
            "#]],
        );
    }
}
