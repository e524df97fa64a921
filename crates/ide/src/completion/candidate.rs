//! Gathering candidates, and keeping those that fit what is typed.

use syntax::Span;

use super::Wanted;
use crate::{CompletionItem, CompletionKind, Completions, Edit};

/// More items than this are not sent: whoever types on gets others.
const MOST: usize = 100;

/// With so many that hold what is typed in one piece, those that hold it in pieces are left out.
const ENOUGH: usize = 5;

/// One thing that could be written.
pub(crate) struct Candidate<'a> {
    label: String,
    kind: CompletionKind,
    detail: Option<String>,
    documentation: Option<Box<dyn FnOnce() -> String + 'a>>,
    additional: Option<Box<dyn FnOnce() -> Vec<Edit> + 'a>>,
    insert: String,
    snippet: bool,
    deprecated: bool,
}

impl<'a> Candidate<'a> {
    /// One that is inserted as it is shown.
    pub(crate) fn new(label: impl Into<String>, kind: CompletionKind) -> Self {
        let label = label.into();
        Self {
            insert: label.clone(),
            label,
            kind,
            detail: None,
            documentation: None,
            additional: None,
            snippet: false,
            deprecated: false,
        }
    }

    /// Inserts another text than its label.
    pub(crate) fn inserting(self, insert: impl Into<String>) -> Self {
        Self { insert: insert.into(), ..self }
    }

    /// Inserts a snippet.
    pub(crate) fn snippet(self, insert: impl Into<String>) -> Self {
        Self { insert: insert.into(), snippet: true, ..self }
    }

    /// A few words behind the label; none if they are empty.
    pub(crate) fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()).filter(|detail| !detail.is_empty()), ..self }
    }

    /// Markdown.
    pub(crate) fn documented(self, documentation: Option<impl Into<String> + 'a>) -> Self {
        match documentation {
            Some(text) => self.documented_by(move || text.into()),
            None => self,
        }
    }

    /// Markdown that is put together if somebody looks at it; empty if there is nothing to say.
    pub(crate) fn documented_by(self, documentation: impl FnOnce() -> String + 'a) -> Self {
        Self { documentation: Some(Box::new(documentation)), ..self }
    }

    /// Edits elsewhere in the file that go with it.
    pub(crate) fn with_edits(self, edits: impl FnOnce() -> Vec<Edit> + 'a) -> Self {
        Self { additional: Some(Box::new(edits)), ..self }
    }

    /// Whether it ought not to be used.
    pub(crate) fn deprecated(self, deprecated: bool) -> Self {
        Self { deprecated, ..self }
    }
}

/// How well a label fits what is typed, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Prefix,
    WordStart,
    Inside,
    Words,
}

/// All that was offered and fits. What a candidate says is put together only if it is among the best.
pub(crate) struct Candidates<'a> {
    typed: String,
    found: Vec<Found<'a>>,
}

struct Found<'a> {
    fit: Fit,
    tier: u32,
    label: String,
    /// Whether it is sent however many others are better.
    always: bool,
    make: Box<dyn FnOnce(String) -> Candidate<'a> + 'a>,
}

impl<'a> Candidates<'a> {
    /// None yet; only what fits `typed` will be kept.
    pub(crate) fn new(typed: &str) -> Self {
        Self { typed: typed.to_ascii_lowercase(), found: Vec::new() }
    }

    /// Offers a label. Lower tiers come first; among equals the order is that of the alphabet.
    /// `make` gets the label and makes the candidate.
    pub(crate) fn offer(&mut self, label: &str, tier: u32, make: impl FnOnce(String) -> Candidate<'a> + 'a) {
        self.push(label, || tier, false, make);
    }

    /// Offers a label whose tier is worth finding out only if it fits.
    pub(crate) fn offer_ranked(
        &mut self,
        label: &str,
        tier: impl FnOnce() -> u32,
        make: impl FnOnce(String) -> Candidate<'a> + 'a,
    ) {
        self.push(label, tier, false, make);
    }

    /// Offers one of a few labels that are not to drown in a long list.
    pub(crate) fn offer_always(
        &mut self,
        label: &str,
        tier: u32,
        make: impl FnOnce(String) -> Candidate<'a> + 'a,
    ) {
        self.push(label, || tier, true, make);
    }

    /// Offers a label that is known to fit, in whatever way.
    pub(crate) fn offer_fitting(
        &mut self,
        label: &str,
        tier: u32,
        make: impl FnOnce(String) -> Candidate<'a> + 'a,
    ) {
        self.found.push(Found {
            fit: Fit::Prefix,
            tier,
            label: label.to_owned(),
            always: false,
            make: Box::new(make),
        });
    }

    fn push(
        &mut self,
        label: &str,
        tier: impl FnOnce() -> u32,
        always: bool,
        make: impl FnOnce(String) -> Candidate<'a> + 'a,
    ) {
        // A host may be named "": nothing to write.
        if let Some(fit) = fit(&self.typed, label).filter(|_| !label.is_empty()) {
            let (tier, label) = (tier(), label.to_owned());
            self.found.push(Found { fit, tier, label, always, make: Box::new(make) });
        }
    }

    /// The best of them, each label once; or the one that is wanted.
    pub(crate) fn pick(mut self, replace: Span, wanted: Wanted<'_>) -> Completions {
        if let Wanted::Of(label) = wanted {
            self.found.retain(|found| found.label == label);
        }
        // Most come in the order of the alphabet.
        self.found.sort_by(|a, b| (&a.label, a.fit, a.tier).cmp(&(&b.label, b.fit, b.tier)));
        self.found.dedup_by(|later, earlier| later.label == earlier.label);
        let fitting = self.found.iter().filter(|found| found.fit != Fit::Words).count();
        let enough = if fitting >= ENOUGH { fitting } else { self.found.len() };
        let incomplete = self.found.len() > enough.min(MOST);
        if enough == fitting {
            self.found.retain(|found| found.fit != Fit::Words);
        }
        let order = |a: &Found<'_>, b: &Found<'_>| (a.fit, a.tier, &a.label).cmp(&(b.fit, b.tier, &b.label));
        if self.found.len() > MOST {
            self.found.select_nth_unstable_by(MOST, order);
            let mut index = 0;
            self.found.retain(|found| {
                index += 1;
                index <= MOST || found.always
            });
        }
        self.found.sort_by(order);
        let items = self.found.into_iter().zip(0..).map(|(found, rank)| {
            let candidate = (found.make)(found.label);
            let documentation = candidate.documentation.filter(|_| wanted != Wanted::List);
            let additional = candidate.additional.filter(|_| matches!(wanted, Wanted::Of(_)));
            CompletionItem {
                label: candidate.label,
                kind: candidate.kind,
                detail: candidate.detail,
                documentation: documentation.map(|text| text()).filter(|text| !text.is_empty()),
                additional: additional.map(|edits| edits()).unwrap_or_default(),
                replace,
                insert: candidate.insert,
                snippet: candidate.snippet,
                deprecated: candidate.deprecated,
                rank,
            }
        });
        Completions { items: items.collect(), incomplete }
    }
}

/// How a label fits what is typed, in lower case; `None` if it does not.
fn fit(typed: &str, label: &str) -> Option<Fit> {
    let lower;
    let label = if label.bytes().any(|byte| byte.is_ascii_uppercase()) {
        lower = label.to_ascii_lowercase();
        &lower
    } else {
        label
    };
    if label.starts_with(typed) {
        return Some(Fit::Prefix);
    }
    if let Some(at) = label.find(typed) {
        let before = label.get(..at).and_then(|before| before.bytes().next_back());
        let word = before.is_some_and(|byte| !byte.is_ascii_alphanumeric());
        return Some(if word { Fit::WordStart } else { Fit::Inside });
    }
    by_words(typed.as_bytes(), label.as_bytes(), 0).then_some(Fit::Words)
}

/// Whether what is typed is made of beginnings of the label's words, in order: `c2sre` of `c2s_require_encryption`.
fn by_words(typed: &[u8], label: &[u8], from: usize) -> bool {
    let Some((first, rest)) = typed.split_first() else { return true };
    let begins_word = |at: usize| {
        at.checked_sub(1)
            .and_then(|before| label.get(before))
            .is_none_or(|byte| !byte.is_ascii_alphanumeric())
    };
    let matching = label.iter().enumerate().skip(from).filter(|(_, byte)| *byte == first);
    // The next letter of the same word, or the first one of a later word.
    matching
        .filter(|(at, _)| (from > 0 && *at == from) || begins_word(*at))
        .any(|(at, _)| by_words(rest, label, at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pick(typed: &str, labels: &[(&str, u32)]) -> Vec<String> {
        let mut candidates = Candidates::new(typed);
        for (label, tier) in labels {
            candidates.offer(label, *tier, |label| Candidate::new(label, CompletionKind::Option));
        }
        candidates.pick(Span::empty(0), Wanted::List).items.into_iter().map(|item| item.label).collect()
    }

    #[test]
    fn what_begins_as_typed_comes_first() {
        let labels =
            [("xports", 0), ("p_o_r_t", 0), ("http_ports", 0), ("ports", 9), ("PortsToo", 1), ("part", 0)];
        assert_eq!(pick("port", &labels), ["PortsToo", "ports", "http_ports", "xports", "p_o_r_t"]);
    }

    #[test]
    fn beginnings_of_words_are_enough() {
        let labels = [("c2s_require_encryption", 0), ("archive_expires_after", 0)];
        assert_eq!(pick("c2sre", &labels), ["c2s_require_encryption"]);
        assert_eq!(pick("aea", &labels), ["archive_expires_after"]);
        assert!(pick("virt", &labels).is_empty());
    }

    #[test]
    fn tiers_go_before_the_alphabet_and_labels_are_told_once() {
        assert_eq!(pick("", &[("a", 2), ("b", 1), ("c", 1), ("b", 0)]), ["b", "c", "a"]);
    }

    #[test]
    fn a_long_list_is_cut_and_says_so() {
        let mut candidates = Candidates::new("");
        for number in 0..=MOST {
            candidates.offer(&number.to_string(), 0, |label| Candidate::new(label, CompletionKind::Option));
        }
        candidates.offer_always("if", 9, |label| Candidate::new(label, CompletionKind::Keyword));
        let completions = candidates.pick(Span::empty(0), Wanted::List);
        assert_eq!((completions.items.len(), completions.incomplete), (MOST + 1, true));
        assert_eq!(completions.items.last().unwrap().label, "if");
    }
}
