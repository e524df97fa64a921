//! What a module says about itself: the comment at its beginning, the comments beside its reads, its README.

use syntax::Span;

/// More characters than this of a comment or README are not shown.
const MOST: usize = 2_000;

/// No more lines than this above a read are about it.
const MOST_LINES: usize = 12;

/// What a comment or README says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// Its first paragraph.
    pub summary: String,
    /// Its other paragraphs, in Markdown; may be empty.
    pub rest: String,
}

/// The comments of one file.
pub(super) struct Comments<'a> {
    text: &'a [u8],
    /// All comments in order.
    spans: &'a [Span],
    /// The offsets of all line ends.
    newlines: &'a [u32],
    /// How many of them stand before the first code.
    before_code: usize,
    /// How many of those are about the file as a whole, if the others are about that code.
    leading: usize,
}

impl<'a> Comments<'a> {
    /// The comments at `spans` of a text with line ends at `newlines`.
    pub(super) fn new(text: &'a [u8], spans: &'a [Span], newlines: &'a [u32]) -> Self {
        let mut comments = Self { text, spans, newlines, before_code: 0, leading: 0 };
        let is_before_code = |at: &usize| comments.gap(*at).iter().all(u8::is_ascii_whitespace);
        let before_code = (0..spans.len()).take_while(is_before_code).count();
        (comments.before_code, comments.leading) = (before_code, before_code);
        // The last ones may be about the code below them, if there are others above.
        let last = (1..comments.leading).rev().find(|at| has_blank_line(comments.gap(*at)));
        if let Some(at) = last.filter(|_| !has_blank_line(comments.gap(comments.leading)))
            && about(&comments.lines(at)).is_some()
        {
            comments.leading = at;
        }
        comments
    }

    /// The comment at the file's beginning, without licences and what is for tools; `reads` are the lines of reads,
    /// whose comments are about them alone.
    pub(super) fn leading(&self, mut reads: impl Iterator<Item = u32>) -> Option<About> {
        let last = self.before_code.checked_sub(1).and_then(|last| self.spans.get(last));
        let is_taken = last.is_some_and(|span| reads.any(|line| line == self.line(span.end) + 1));
        about(&self.lines(if is_taken { self.leading } else { self.before_code }))
    }

    /// What stands before a comment, behind the one before it; behind the last comment all that follows.
    fn gap(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).and_then(|before| self.spans.get(before)).map_or(0, |span| span.end);
        match self.spans.get(at) {
            Some(span) => Span::new(start, span.start).slice(self.text),
            None => self.text.get(start as usize..).unwrap_or_default(),
        }
    }

    /// The lines of the first comments.
    fn lines(&self, count: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for (at, span) in self.spans.iter().enumerate().take(count) {
            if has_blank_line(self.gap(at)) {
                lines.push(String::new());
            }
            lines.extend(content(span.slice(self.text)));
        }
        lines
    }

    /// The comment about what stands in a line (from 1): in the lines directly above, otherwise behind it.
    pub(super) fn beside(&self, line: u32) -> Option<String> {
        let next = self.spans.partition_point(|span| self.line(span.start) < line);
        let above = self.spans.get(self.leading.min(next)..next).unwrap_or_default();
        let mut wanted = line;
        let mut lines: Vec<String> = Vec::new();
        for span in above.iter().rev() {
            if self.line(span.end) + 1 != wanted || !self.begins_line(*span) || lines.len() >= MOST_LINES {
                break;
            }
            wanted = self.line(span.start);
            lines.splice(0..0, content(span.slice(self.text)));
        }
        let behind = || {
            let span = self.spans.get(next).filter(|span| self.line(span.start) == line)?;
            (!self.begins_line(*span)).then(|| content(span.slice(self.text)))
        };
        remark(&lines).or_else(|| remark(&behind()?))
    }

    fn line(&self, offset: u32) -> u32 {
        self.newlines.partition_point(|newline| *newline < offset) as u32 + 1
    }

    /// Whether nothing stands before it in its line.
    fn begins_line(&self, span: Span) -> bool {
        let before = self.text.get(..span.start as usize).unwrap_or_default();
        before.iter().rev().take_while(|byte| **byte != b'\n').all(u8::is_ascii_whitespace)
    }
}

/// What the README of a module says: the summary in its front matter, otherwise its first paragraph.
pub fn readme(text: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(text.get(..text.len().min(64 * 1024)).unwrap_or_default());
    let mut lines = text.lines().peekable();
    let mut summary = String::new();
    if lines.next_if(|line| line.trim_end() == "---").is_some() {
        let mut inside = false;
        for line in lines.by_ref().take_while(|line| !matches!(line.trim_end(), "---" | "...")) {
            if let Some(value) = line.strip_prefix("summary:") {
                value.trim().trim_matches(['\'', '"', '|', '>']).clone_into(&mut summary);
                inside = true;
            } else if inside && line.starts_with(' ') {
                summary = format!("{summary} {}", line.trim());
            } else {
                inside = false;
            }
        }
    }
    let summary = summary.trim().trim_end_matches(['\'', '"']).to_owned();
    if !summary.is_empty() {
        return Some(cut(&summary));
    }
    let mut lines: Vec<&str> = lines.map(str::trim_end).collect();
    // The heading above a line of `=` or `-`.
    for at in 0..lines.len() {
        let is_rule = |line: &&str| line.len() > 1 && line.bytes().all(|byte| matches!(byte, b'=' | b'-'));
        if lines.get(at + 1).is_some_and(is_rule) {
            lines.splice(at..=at + 1, ["", ""]);
        }
    }
    let is_text = |paragraph: &&[&str]| {
        let first = paragraph.first().copied().unwrap_or_default();
        !first.is_empty()
            && !first.starts_with(['#', '<', '!', '[', '`', '~', '|', '-', '*', '+', '>', ' ', '\t', ':'])
    };
    let paragraph = lines.split(|line| line.is_empty()).find(is_text)?;
    Some(cut(&paragraph.join(" ")))
}

/// Whether what follows begins behind an empty line.
fn has_blank_line(gap: &[u8]) -> bool {
    let blank = gap.iter().take_while(|byte| byte.is_ascii_whitespace());
    blank.filter(|byte| **byte == b'\n').nth(1).is_some()
}

/// The lines of a comment without what makes it one.
fn content(comment: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(comment);
    let text = text.trim_end();
    let inner = text.strip_prefix("--").unwrap_or(text);
    let level = inner.strip_prefix('[').map(|rest| rest.len() - rest.trim_start_matches('=').len());
    if let Some(level) = level
        && let Some(block) = inner.get(level + 1..).and_then(|rest| rest.strip_prefix('['))
    {
        let block = block.strip_suffix(&format!("]{}]", "=".repeat(level))).unwrap_or(block);
        let block = block.trim_end().trim_end_matches("--");
        return block.lines().map(|line| line.trim().trim_start_matches("--").trim().to_owned()).collect();
    }
    vec![inner.trim_start_matches('-').trim().to_owned()]
}

/// A comment about a whole file: its paragraphs, but for those that any file has.
fn about(lines: &[String]) -> Option<About> {
    let lines: Vec<&str> =
        lines.iter().map(|line| if is_for_tools(line) || is_rule(line) { "" } else { line }).collect();
    let mut paragraphs = lines
        .split(|line| line.is_empty())
        .filter(|paragraph| !paragraph.is_empty())
        .filter(|paragraph| !is_legal(&paragraph.join(" ")) && !is_note(paragraph.first().copied()))
        .skip_while(|paragraph| !is_sentence(&paragraph.join(" ")));
    let summary = cut(&escaped(&paragraphs.next()?.join(" ")));
    let rest: Vec<String> = paragraphs.map(|paragraph| escaped(&paragraph.join("\n"))).collect();
    Some(About { summary, rest: cut(&rest.join("\n\n")) })
}

/// A comment about one line: at least two words that are no code.
fn remark(lines: &[String]) -> Option<String> {
    let words: Vec<&str> =
        lines.iter().map(String::as_str).filter(|line| !is_for_tools(line) && !is_rule(line)).collect();
    let text = words.join(" ");
    let is_code = words.iter().any(|line| is_code(line));
    let fits = text.contains(' ') && !is_code && !is_legal(&text) && !is_note(words.first().copied());
    fits.then(|| cut(&escaped(&text)))
}

/// Whether a paragraph tells something by itself: it is no single word, link, piece of markup or heading.
fn is_sentence(paragraph: &str) -> bool {
    (paragraph.contains(' ') || paragraph.ends_with('.'))
        && !paragraph.ends_with(':')
        && !paragraph.starts_with(['<', '{', '|'])
}

/// Whether what begins with this line is for whoever works on the source.
fn is_note(line: Option<&str>) -> bool {
    let lower = line.unwrap_or_default().to_ascii_lowercase();
    ["todo", "fixme", "xxx", "hack", "compat"].iter().any(|mark| lower.starts_with(mark))
}

fn is_rule(line: &str) -> bool {
    !line.contains(|c: char| c.is_alphanumeric())
}

/// Whether a line is for an editor, a checker or the module loader, or names nothing but the project or the file.
fn is_for_tools(line: &str) -> bool {
    const MARKS: [&str; 15] = [
        "luacheck", "vim:", "vi:", "ex:", "-*-", "stylua:", "selene:", "@", "%", "#!", "!", "author",
        "version:", "date:", "since:",
    ];
    let lower = line.to_ascii_lowercase();
    let is_name = |line: &str| {
        line == "prosody im" || (line.starts_with("mod_") && !line.contains(char::is_whitespace))
    };
    MARKS.iter().any(|mark| lower.starts_with(mark)) || is_name(lower.trim_end_matches(".lua"))
}

/// Whether a paragraph is about who may copy the file.
fn is_legal(paragraph: &str) -> bool {
    const MARKS: [&str; 20] = [
        "copyright (c)",
        "copyright ©",
        "copyright 20",
        "(c) 20",
        "all rights reserved",
        "copyright notice",
        "mit/x11",
        "licensed under",
        "license: ",
        "licence: ",
        "mit license",
        "apache license",
        "general public license",
        "spdx-license",
        "permission is hereby granted",
        "the software is provided",
        "any warranty",
        "redistribution and use",
        "this program is free software",
        "public domain",
    ];
    let lower = paragraph.to_lowercase();
    MARKS.iter().any(|mark| lower.contains(mark))
}

fn is_code(line: &str) -> bool {
    let begins = ["local ", "module:", "if ", "for ", "return ", "function "];
    line.ends_with([';', '{', '}']) || line.ends_with(" then") || line == "end" || {
        begins.iter().any(|word| line.starts_with(word)) && line.contains(['=', '('])
    }
}

/// Text that means itself in Markdown, as far as it would vanish otherwise.
fn escaped(text: &str) -> String {
    text.replace('<', "\\<")
}

fn cut(text: &str) -> String {
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(MOST).collect();
    format!("{cut}…")
}

#[cfg(test)]
mod tests {
    use super::{About, readme};
    use crate::Version;
    use crate::extract::{SourceFile, extract};

    fn about(source: &str) -> Option<About> {
        extract("thing", &[SourceFile { path: "x", text: source.as_bytes() }], Version::V13_0).about
    }

    fn summary(source: &str) -> Option<String> {
        about(source).map(|about| about.summary)
    }

    fn beside(source: &str) -> Option<String> {
        let facts = extract("thing", &[SourceFile { path: "x", text: source.as_bytes() }], Version::V13_0);
        facts.options.values().next().and_then(|option| option.comment.clone())
    }

    #[test]
    fn a_module_begins_with_what_it_does() {
        let found = about(
            "#!/usr/bin/env lua\n-- Greets everybody.\n-- With a word.\n--\n-- Set `greeting` to <what> is said.\nlocal x = 1\n-- not this",
        )
        .unwrap();
        assert_eq!(found.summary, "Greets everybody. With a word.");
        assert_eq!(found.rest, "Set `greeting` to \\<what> is said.");
        assert_eq!(
            summary("--[[ Greets\n     everybody. ]]\nlocal x = 1").as_deref(),
            Some("Greets everybody.")
        );
        assert_eq!(summary("local x = 1 -- Greets everybody."), None);
        assert_eq!(summary(""), None);
    }

    #[test]
    fn licences_and_what_is_for_tools_are_left_out() {
        let head = "-- Prosody IM\n-- Copyright (C) 2008-2010 Matthew Wild\n--\n-- This project is MIT/X11 licensed. Please see the\n-- COPYING file in the source package for more information.\n--\n-- luacheck: ignore 113\n-- vim: ts=4\n--% requires: keyval-1\n";
        assert_eq!(summary(head), None);
        assert_eq!(
            summary(&format!("{head}-----\n-- Greets <everybody>.\n")).as_deref(),
            Some("Greets \\<everybody>.")
        );
        assert_eq!(summary("-- mod_thing.lua\n-- Greets all.\n").as_deref(), Some("Greets all."));
        let notes = "-- TODO: greet\n-- more\n\n-- imports\n\n-- Greets all.\n";
        assert_eq!(summary(notes).as_deref(), Some("Greets all."));
    }

    #[test]
    fn a_comment_above_a_read_or_behind_it_is_about_the_option() {
        let read = "local x = module:get_option_string('x');";
        assert_eq!(beside(&format!("f()\n-- What is\n-- said\n{read}")).as_deref(), Some("What is said"));
        assert_eq!(beside(&format!("{read} -- what is said\n-- not this")).as_deref(), Some("what is said"));
        assert_eq!(beside(&format!("f() -- not this\n{read}")), None);
        assert_eq!(beside(&format!("f()\n-- not this one\n\n{read}")), None);
        assert_eq!(beside(&format!("f()\n-- local y = module:get_option('y');\n{read}")), None);
        assert_eq!(beside(&format!("f()\n-- Config\n{read}")), None);
        assert_eq!(beside(&format!("f()\n-- COMPAT with older names\n{read}")), None);
        assert_eq!(beside(&format!("-- About the module as such\n{read}")), None);
        let both = format!("-- About the module as such\n\n-- What is said\n{read}");
        assert_eq!(beside(&both).as_deref(), Some("What is said"));
        assert_eq!(
            about(&both).map(|about| (about.summary, about.rest)),
            Some(("About the module as such".to_owned(), String::new()))
        );
        let licensed = format!("-- Copyright (C) 2024 us\n\n-- About the module as such\n{read}");
        assert_eq!(
            (beside(&licensed), summary(&licensed).as_deref()),
            (None, Some("About the module as such"))
        );
    }

    #[test]
    fn a_comment_above_several_reads_at_once_is_about_none_of_them() {
        let reads =
            "for _, x in ipairs { 'a', 'b' } do\n  -- What is said\n  f(module:get_option('x_'..x))\nend";
        assert_eq!(beside(reads), None);
        assert_eq!(
            beside("f()\n-- The listener\nmodule:provides('net', { name = 'x', default_port = 1 })"),
            None
        );
    }

    #[test]
    fn a_readme_has_a_summary_or_begins_with_one() {
        let read = |text: &str| readme(text.as_bytes());
        assert_eq!(
            read("---\nlabels:\n- x\nsummary: 'Says hello'\n...\n\nMore").as_deref(),
            Some("Says hello")
        );
        assert_eq!(read("---\nsummary: |\n    Says\n    hello\n---\n").as_deref(), Some("Says hello"));
        assert_eq!(read("Introduction\n===\n\nSays\nhello.\n\nMore").as_deref(), Some("Says hello."));
        assert_eq!(read("# mod_x\n\n[![badge](x)](y)\n\nSays hello.").as_deref(), Some("Says hello."));
        assert_eq!(read("# mod_x\n"), None);
    }
}
