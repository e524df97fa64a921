//! Completions in comments: the rules that a comment ignores, and XEPs by their numbers.

use schema::Schema;
use syntax::Span;

use super::{Candidate, Candidates, Context};
use crate::CompletionKind;
use crate::describe::linked_xep;
use crate::place::Place;

/// What is being said in a comment.
pub(super) struct Said {
    what: What,
    /// The bytes to replace.
    pub(super) replace: Span,
}

enum What {
    /// `-- prosody-ls: `
    Mark,
    /// `ignore[a, `: these are named already.
    Rules(Vec<String>),
    /// `XEP-`
    Xep,
}

/// What the comments that ignore findings begin with.
const MARK: &str = "prosody-ls:";

impl Said {
    /// What is being said at a place in a comment, if that is anything to complete.
    pub(super) fn at(place: &Place<'_>) -> Option<Self> {
        let text = place.text();
        let before = text.get(..place.offset as usize)?;
        let line = before.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |at| at + 1);
        let said = std::str::from_utf8(before.get(line..)?).ok()?;
        Self::xep(place, said).or_else(|| Self::rules(place, said))
    }

    fn rules(place: &Place<'_>, said: &str) -> Option<Self> {
        let (_, rest) = said.rsplit_once(MARK)?;
        let word = |text: &str| {
            text.rsplit(|c: char| c != '-' && !c.is_ascii_alphanumeric()).next().map_or(0, str::len)
        };
        let start = place.offset - word(rest) as u32;
        let behind = place.text().get(place.offset as usize..).unwrap_or_default();
        let more =
            behind.iter().take_while(|byte| **byte == b'-' || byte.is_ascii_alphanumeric()).count() as u32;
        let replace = Span::new(start, place.offset + more);
        match rest.split_once('[') {
            None => {
                let is_word =
                    rest.trim_start().bytes().all(|byte| byte == b'-' || byte.is_ascii_alphabetic());
                is_word.then_some(Self { what: What::Mark, replace })
            }
            Some((_, names)) if !names.contains(']') => {
                let named = names.split(',').map(|name| name.trim().to_owned()).collect();
                Some(Self { what: What::Rules(named), replace })
            }
            Some(_) => None,
        }
    }

    fn xep(place: &Place<'_>, said: &str) -> Option<Self> {
        let start = said.to_ascii_lowercase().rfind("xep")?;
        let number = said.get(start + 3..)?;
        let digits = number.strip_prefix(['-', ' ']).unwrap_or(number);
        let begins_word = !said.get(..start)?.ends_with(|c: char| c.is_alphanumeric());
        if !begins_word || digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let behind = place.text().get(place.offset as usize..).unwrap_or_default();
        let more = behind.iter().take_while(|byte| byte.is_ascii_digit()).count() as u32;
        let replace = Span::new(place.offset - (said.len() - start) as u32, place.offset + more);
        Some(Self { what: What::Xep, replace })
    }
}

/// What could be said.
pub(super) fn offer<'a>(context: &'a Context<'_>, said: &Said, found: &mut Candidates<'a>) {
    match &said.what {
        What::Mark => {
            for (word, what) in [
                ("ignore", "findings of this line, or the next"),
                ("ignore-file", "findings of the whole file"),
            ] {
                found.offer(word, 0, move |label| {
                    Candidate::new(label, CompletionKind::Keyword).snippet(format!("{word}[$0]")).detail(what)
                });
            }
        }
        What::Rules(named) => {
            let place = &context.place;
            // What is found here is what is most likely meant.
            let line = place.file.lines.line_of(place.offset);
            let here: Vec<&str> = rules::check(place.snapshot, place.file.id)
                .iter()
                .filter(|finding| (line..=line + 1).contains(&place.file.lines.line_of(finding.span.start)))
                .map(|finding| finding.rule)
                .collect();
            for rule in rules::rules().iter().filter(|rule| !named.iter().any(|name| name == rule.name)) {
                found.offer(rule.name, u32::from(!here.contains(&rule.name)), move |label| {
                    Candidate::new(label, CompletionKind::Reference).documented(Some(rule.doc.trim()))
                });
            }
        }
        What::Xep => xeps(context, found),
    }
}

fn xeps<'a>(context: &'a Context<'_>, found: &mut Candidates<'a>) {
    let schema: Schema<'_> = context.place.schema;
    let implemented: rustc_hash::FxHashSet<u16> =
        schema.modules().flat_map(|module| module.xeps.iter().map(|xep| xep.number)).collect();
    // `xep 31` is typed as it likes.
    let typed: String = context.typed.chars().filter(char::is_ascii_digit).collect();
    for xep in schema.xeps() {
        let label = format!("XEP-{:04}", xep.number);
        let fits = typed.is_empty() || label.contains(&typed);
        if !fits {
            continue;
        }
        let tier = u32::from(!implemented.contains(&xep.number))
            + 2 * u32::from(xep.number.to_string() != typed.trim_start_matches('0'));
        found.offer_fitting(&label, tier, move |label| {
            Candidate::new(label, CompletionKind::Reference)
                .detail(xep.title)
                .documented_by(move || linked_xep(schema, xep.number))
        });
    }
}
