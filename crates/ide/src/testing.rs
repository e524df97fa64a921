//! What the tests of this crate share: a tree with a cursor, and answers as text.

use std::collections::BTreeMap;

use config::Profile;
use fixture::Fixture;
use schema::{Schema, Version};
use syntax::Span;

use crate::{Analysis, Position, Target};

/// A tree with a cursor (`$0`) and the questions to ask there.
pub(crate) struct Asked {
    fixture: Fixture,
    analysis: Analysis,
    at: Position,
}

/// Reads a tree for the newest stable Prosody.
pub(crate) fn at(text: &str) -> Asked {
    with(text, Profile::default())
}

/// Reads a tree for another series.
pub(crate) fn in_version(version: Version, text: &str) -> Asked {
    with(text, Profile { version, ..Profile::default() })
}

/// Reads a tree with environment variables.
pub(crate) fn in_environment(variables: &[(&str, &str)], text: &str) -> Asked {
    let env: BTreeMap<String, String> =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    with(text, Profile { env, ..Profile::default() })
}

fn with(text: &str, profile: Profile) -> Asked {
    let fixture = Fixture::with(text, profile);
    let analysis = Analysis::new(std::sync::Arc::clone(&fixture.snapshot));
    let (file, offset) = fixture.cursor();
    Asked { fixture, analysis, at: Position { file, offset } }
}

impl Asked {
    /// The hover card, or `nothing`. What schema files say in prose is left out: `(doc)` and `(example)`.
    pub(crate) fn hover(&self) -> String {
        let Some(hover) = self.analysis.hover(self.at) else { return "nothing".to_owned() };
        without_prose(hover.markdown) + "\n"
    }

    /// The first `most` completions, one a line: label, what is inserted for the replaced text, detail.
    pub(crate) fn complete(&self, most: usize) -> String {
        let text = &self.analysis.file(self.at.file).unwrap().text;
        let completions = self.analysis.completion(self.at);
        let lines = completions.items.iter().take(most).map(|item| {
            let replaced = String::from_utf8_lossy(item.replace.slice(text));
            let detail = item.detail.as_deref().map(|detail| format!(" -- {detail}")).unwrap_or_default();
            format!("{}: {replaced:?} -> {:?}{detail}\n", item.label, item.insert)
        });
        lines.collect()
    }

    /// The labels of all completions.
    pub(crate) fn labels(&self) -> Vec<String> {
        self.analysis.completion(self.at).items.into_iter().map(|item| item.label).collect()
    }

    /// One completion with all there is to it.
    pub(crate) fn resolved(&self, label: &str) -> Option<crate::CompletionItem> {
        self.analysis.resolve_completion(self.at, label)
    }

    /// All completions.
    pub(crate) fn items(&self) -> Vec<crate::CompletionItem> {
        self.analysis.completion(self.at).items
    }

    /// The definitions, one a line: file, line and text.
    pub(crate) fn definitions(&self) -> String {
        self.analysis.definition(self.at).iter().map(|target| self.place(target) + "\n").collect()
    }

    /// The declarations.
    pub(crate) fn declarations(&self) -> String {
        self.analysis.declaration(self.at).iter().map(|target| self.place(target) + "\n").collect()
    }

    /// The implementations.
    pub(crate) fn implementations(&self) -> String {
        self.analysis.implementation(self.at).iter().map(|target| self.place(target) + "\n").collect()
    }

    /// Where what stands at the cursor gets its type.
    pub(crate) fn type_definitions(&self) -> String {
        let targets = self.analysis.type_definition(self.at);
        targets.iter().map(|target| self.marked(&target.path, target.focus) + "\n").collect()
    }

    /// The references, one a line: file, line with the place marked.
    pub(crate) fn references(&self, declaration: bool) -> String {
        let found = self.analysis.references(self.at, declaration);
        found.iter().map(|location| self.marked(&location.path, location.span) + "\n").collect()
    }

    /// The highlights, one a line: line, what it does, line with the place marked.
    pub(crate) fn highlights(&self) -> String {
        let path = &self.analysis.file(self.at.file).unwrap().path;
        let lines = self.analysis.highlights(self.at).into_iter().map(|(span, access)| {
            let marked = self.marked(path, span);
            let (place, line) = marked.split_once(' ').unwrap();
            let access = if access == crate::Access::Write { "write" } else { "read" };
            format!("{} {access} {line}\n", place.rsplit(':').next().unwrap())
        });
        lines.collect()
    }

    /// The line with what would be renamed, or why nothing can be.
    pub(crate) fn prepared(&self) -> String {
        match self.analysis.prepare_rename(self.at) {
            Ok(Some((span, _))) => {
                let path = &self.analysis.file(self.at.file).unwrap().path;
                self.marked(path, span).split_once(' ').unwrap().1.to_owned()
            }
            Ok(None) => "nothing".to_owned(),
            Err(why) => why,
        }
    }

    /// The files that a rename changes as they are after it, or why there is none.
    pub(crate) fn rename(&self, new_name: &str) -> String {
        match self.analysis.rename(self.at, new_name) {
            Ok(changes) => self.changed(&changes),
            Err(why) => why,
        }
    }

    /// The files that moving files changes, and what is said about it.
    pub(crate) fn rename_files(&self, renames: &[(&str, &str)]) -> String {
        let path = |path: &str| self.fixture.path(path);
        let renames: Vec<_> =
            renames.iter().map(|(from, to)| crate::FileRename { from: path(from), to: path(to) }).collect();
        let found = self.analysis.rename_files(&renames);
        let remarks = found.remarks.iter().map(|remark| format!("{remark}\n"));
        self.changed(&found.changes) + &remarks.collect::<String>()
    }

    /// Files as they are after changes.
    pub(crate) fn changed(&self, changes: &[crate::TextChange]) -> String {
        let mut texts: BTreeMap<String, (String, usize)> = BTreeMap::new();
        for change in changes.iter().rev() {
            let name = change.path.strip_prefix(self.fixture.path("")).unwrap().display().to_string();
            let read = || (std::fs::read_to_string(&change.path).unwrap(), usize::MAX);
            let (text, before) = texts.entry(name).or_insert_with(read);
            let (start, end) = (change.span.start as usize, change.span.end as usize);
            assert!(end <= *before, "changes lie one behind the other");
            text.replace_range(start..end, &change.text);
            *before = start;
        }
        texts
            .into_iter()
            .flat_map(|(name, (text, _))| ["//- ".to_owned(), name, "\n".to_owned(), text])
            .collect()
    }

    /// `file:line text <marked> text`
    fn marked(&self, path: &std::path::Path, span: syntax::Span) -> String {
        let text = std::fs::read_to_string(path).unwrap();
        let (start, end) = (span.start as usize, span.end as usize);
        let line = text[..start].matches('\n').count() + 1;
        let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let to = text[end..].find('\n').map_or(text.len(), |at| end + at);
        let shown = format!("{}<{}>{}", &text[from..start], &text[start..end], &text[end..to]);
        let name = path.strip_prefix(self.fixture.path("")).unwrap_or(path).display();
        format!("{name}:{line} {}", shown.trim())
    }

    fn place(&self, target: &Target) -> String {
        let root = self.fixture.path("");
        let path = target.path.strip_prefix(&root).unwrap_or(&target.path).display().to_string();
        let Some(id) = self.analysis.file_id(&target.path) else { return path };
        let file = self.analysis.file(id).unwrap();
        let line = crate::place::line(file, target.focus.start);
        format!("{path}:{line} {}", String::from_utf8_lossy(target.full.slice(&file.text)))
    }

    /// What can be folded, with the first and the last line that has a part in it, from 1.
    pub(crate) fn folds(&self) -> Vec<String> {
        let line = |offset| crate::place::line(self.source(), offset);
        let folds = self.analysis.folds(self.at.file);
        folds
            .iter()
            .map(|fold| format!("{:?} {}-{}", fold.kind, line(fold.span.start), line(fold.span.end)))
            .collect()
    }

    /// What a selection at the cursor grows to.
    pub(crate) fn selection(&self) -> Vec<String> {
        self.analysis.selection(self.at).into_iter().map(|span| self.slice(span)).collect()
    }

    /// The links, one a line: text, target, tooltip.
    pub(crate) fn links(&self) -> String {
        let target = |target| match target {
            crate::LinkTarget::Url(url) => url,
            crate::LinkTarget::File(path) => {
                path.strip_prefix(self.fixture.path("")).unwrap().display().to_string()
            }
        };
        let links = self.analysis.links(self.at.file).into_iter();
        let lines: Vec<String> = links
            .map(|link| format!("{} -> {} ({})\n", self.slice(link.span), target(link.target), link.tooltip))
            .collect();
        lines.concat()
    }

    /// The hints of the whole file: line, the text before the hint, the hint.
    pub(crate) fn hints(&self) -> Vec<String> {
        let file = self.source();
        let all = Span::new(0, file.text.len() as u32);
        let hints = self.analysis.hints(self.at.file, all);
        let show = |hint: &crate::Hint| {
            let line = crate::place::line(file, hint.offset);
            let start = file.lines.line_span(&file.text, line - 1).start;
            assert!(self.analysis.hint_details(self.at.file, hint.name).is_some(), "{hint:?}");
            format!("{line}: {} ‹{}›", self.slice(Span::new(start, hint.offset)), hint.label)
        };
        hints.iter().map(show).collect()
    }

    /// The lenses with their lines.
    pub(crate) fn lenses(&self) -> Vec<String> {
        let lenses = self.analysis.lenses(self.at.file);
        let lines = lenses.iter().filter_map(|lens| {
            let line = self.analysis.lens_line(self.at.file, lens)?;
            Some(format!("{}: {}", self.slice(lens.span), line.title))
        });
        lines.collect()
    }

    /// What does not run.
    pub(crate) fn inactive(&self) -> Vec<String> {
        self.analysis.inactive(self.at.file).into_iter().map(|span| self.slice(span)).collect()
    }

    /// What the brace before the cursor does: where blanks are replaced, and by what.
    pub(crate) fn reindent(&self) -> Option<(u32, String)> {
        self.analysis.reindent(self.at).map(|edit| (edit.span.start, edit.text))
    }

    /// The tokens: text, kind, modifiers.
    pub(crate) fn tokens(&self) -> Vec<String> {
        let tokens = self.analysis.tokens(self.at.file);
        let show = |token: &crate::Token| {
            let words = token.modifiers.iter().map(|modifier| format!(" {modifier:?}")).collect::<Vec<_>>();
            format!("{} {:?}{}", self.slice(token.span), token.kind, words.concat())
        };
        tokens.iter().map(show).collect()
    }

    /// The signature with its active parameter in brackets, then what is said of both.
    pub(crate) fn signature(&self) -> Vec<String> {
        let Some(signature) = self.analysis.signature(self.at) else { return Vec::new() };
        let mut label = signature.label.clone();
        let mut lines = vec![signature.doc.clone()];
        if let Some(active) = signature.active.and_then(|active| signature.parameters.get(active)) {
            label.insert(active.label.end as usize, ']');
            label.insert(active.label.start as usize, '[');
            lines.push(active.doc.clone());
        }
        lines.insert(0, label);
        lines
    }

    fn source(&self) -> &config::SourceFile {
        self.analysis.file(self.at.file).unwrap()
    }

    fn slice(&self, span: Span) -> String {
        String::from_utf8_lossy(span.slice(&self.source().text)).into_owned()
    }

    /// The outline, indented.
    pub(crate) fn outline(&self) -> String {
        let mut out = String::new();
        for symbol in self.analysis.symbols(self.at.file) {
            write(&mut out, &symbol, 0);
        }
        out
    }
}

fn without_prose(mut card: String) -> String {
    let cut = |card: &mut String, text: Option<&str>, instead: &str| {
        if let Some(text) = text.map(str::trim_end).filter(|text| text.len() > 15) {
            *card = card.replace(text, instead);
        }
    };
    for module in Schema::of(Version::V13_0).sources() {
        cut(&mut card, module.summary.as_deref(), "(summary)");
        cut(&mut card, module.doc.as_deref(), "(doc)");
        for option in &*module.options {
            cut(&mut card, option.doc.as_deref(), "(doc)");
            cut(&mut card, option.example, "(example)");
            // Tables in tables may be of the same kind again and again.
            let inner = option.keys.iter().flat_map(|key| key.keys);
            let innermost = inner.clone().flat_map(|key| key.keys);
            for key in option.keys.iter().chain(inner).chain(innermost) {
                cut(&mut card, key.doc, "(doc)");
                cut(&mut card, key.example, "(example)");
            }
        }
    }
    card
}

fn write(out: &mut String, symbol: &crate::Symbol, depth: usize) {
    use std::fmt::Write as _;
    let detail = symbol.detail.as_deref().map(|detail| format!(": {detail}")).unwrap_or_default();
    let deprecated = if symbol.deprecated { " (deprecated)" } else { "" };
    let indent = "  ".repeat(depth);
    let _ = writeln!(out, "{indent}{:?} {}{detail}{deprecated}", symbol.kind, symbol.name);
    for child in &symbol.children {
        write(out, child, depth + 1);
    }
}
