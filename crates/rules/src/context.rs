//! What a rule looks at: one file as one tree has it.

use std::cell::{OnceCell, RefCell};

use config::{Assignment, Entry, HostSection, How, Settings, SourceFile, Tree, TreeRole, Value};
use rustc_hash::FxHashMap;
use schema::{OptionInfo, Schema};
use syntax::Span;
use syntax::ast::{Node, Stat, walk};

use crate::accessor::{Verdict, verdict};
use crate::assigned::{self, Assigned};
use crate::cases::CaseFacts;
use crate::knowledge::Knowledge;
use crate::module_lists::Listed;
use crate::{Finding, Note, Rule};

/// One file as one tree has it.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) settings: &'a Settings,
    pub(crate) file: &'a SourceFile,
    pub(crate) schema: Schema<'a>,
    pub(crate) knowledge: &'a Knowledge<'a>,
    pub(crate) remembered: &'a Remembered<'a>,
    /// What is known besides where this is not the tree as it is shown, but one of its cases.
    pub(crate) case: Option<&'a CaseFacts>,
}

/// What several rules ask about the file, once one has asked.
#[derive(Default)]
pub(crate) struct Remembered<'a> {
    /// What [`module_lists::names`](crate::module_lists::names) has found.
    pub(crate) listed: OnceCell<Vec<Listed<'a>>>,
    statements: OnceCell<Vec<&'a Stat>>,
    written: OnceCell<Vec<Assigned<'a>>>,
    /// The options that are assigned, by name.
    options: RefCell<FxHashMap<&'a str, Option<OptionInfo<'a>>>>,
    judged: OnceCell<Vec<Judged<'a>>>,
}

/// An assignment whose value as a whole is one that Prosody will look at.
pub(crate) struct Judged<'a> {
    pub(crate) set: &'a Assignment,
    /// The option, if this Prosody reads it.
    pub(crate) option: Option<OptionInfo<'a>>,
    /// What is made of the value.
    pub(crate) verdict: Verdict<'a>,
}

impl<'a> Context<'a> {
    /// Whether the file is known without the entry file that loads it: its surroundings are not certain.
    pub(crate) fn is_fragment(&self) -> bool {
        self.tree.role != TreeRole::Entry
    }

    /// Whether Prosody loads the tree to its end and all of it can be seen.
    pub(crate) fn is_complete(&self) -> bool {
        !self.is_fragment() && self.knowledge.complete
    }

    /// Whether every module that any host loads is one that the schema knows, with all that it reads.
    pub(crate) fn knows_all_modules(&self) -> bool {
        self.knowledge.knows_all_modules() && self.case.is_none_or(|case| case.knows_all_modules)
    }

    /// Whether a global name is used as a value somewhere in the tree's files: a variable, not (only) an option.
    pub(crate) fn is_used(&self, name: &str) -> bool {
        self.knowledge.is_used(name) || self.case.is_some_and(|case| case.is_used(name))
    }

    /// All statements of the file, those in blocks and functions, too, in the order of the source.
    pub(crate) fn statements(&self) -> &'a [&'a Stat] {
        self.remembered.statements.get_or_init(|| {
            let mut found = Vec::new();
            walk(&self.file.parse.chunk.block, &mut |node| {
                if let Node::Stat(stat) = node {
                    found.push(stat);
                }
            });
            found
        })
    }

    /// Everything that the file's author assigns: also what runs only if an undecided condition holds, and what is set
    /// on a host whose name is not known. What is wrong about a name or a value alone is wrong whenever it runs. Of a case
    /// of the tree only what it assigns otherwise.
    pub(crate) fn written(&self) -> impl Iterator<Item = &'a Assigned<'a>> + use<'a> {
        self.remembered.written.get_or_init(|| assigned::find(self)).iter()
    }

    /// Those among them that no later assignment replaces for certain.
    pub(crate) fn lasting_written(&self) -> impl Iterator<Item = &'a Assigned<'a>> + use<'a> {
        self.written().filter(|assigned| assigned.lasts)
    }

    /// The lasting assignments, and those to hosts whose names are not known.
    pub(crate) fn lasting_anywhere(&self) -> impl Iterator<Item = &'a Assigned<'a>> + use<'a> {
        self.lasting_written().filter(|assigned| is_certain(assigned.set) || !assigned.set.has_named_host())
    }

    /// The sections of the file, also those of hosts whose names are not known.
    pub(crate) fn sections(&self) -> impl Iterator<Item = &'a HostSection> + use<'a> {
        let (settings, file) = (self.settings, self.file.id);
        settings.sections_in(file).chain(settings.unnamed_sections_in(file))
    }

    /// What the file's author assigns here and now: without what depends on undecided conditions.
    pub(crate) fn assigned(&self) -> impl Iterator<Item = &'a Assigned<'a>> + use<'a> {
        self.written().filter(|assigned| is_certain(assigned.set))
    }

    /// The assignments alone.
    pub(crate) fn assignments(&self) -> impl Iterator<Item = &'a Assignment> + use<'a> {
        self.assigned().map(|assigned| assigned.set)
    }

    /// Those whose value Prosody gets to see: no later one replaces it.
    pub(crate) fn lasting(&self) -> impl Iterator<Item = &'a Assigned<'a>> + use<'a> {
        self.written().filter(|assigned| assigned.lasts_for_certain())
    }

    /// The assignments of those alone.
    pub(crate) fn lasting_assignments(&self) -> impl Iterator<Item = &'a Assignment> + use<'a> {
        self.lasting().map(|assigned| assigned.set)
    }

    /// All that last and have a value of their own, on whatever condition, with what Prosody makes of it.
    pub(crate) fn judged(&self) -> &'a [Judged<'a>] {
        let judge = |set: &'a Assignment| {
            let option = self.option(set);
            let verdict = option.map_or(Verdict::Fine, |option| verdict(self, option, &set.value));
            Judged { set, option, verdict }
        };
        self.remembered.judged.get_or_init(|| {
            let lasting = self.lasting_written();
            lasting.filter(|assigned| assigned.set.how != How::Append).map(|it| judge(it.set)).collect()
        })
    }

    /// The option that is assigned, as this Prosody reads it.
    pub(crate) fn option(&self, set: &'a Assignment) -> Option<OptionInfo<'a>> {
        let mut known = self.remembered.options.borrow_mut();
        *known.entry(&set.option).or_insert_with(|| self.schema.option(&set.option))
    }

    /// The part of a span that lies on its first line.
    pub(crate) fn first_line(&self, span: Span) -> Span {
        let text = span.slice(&self.file.text);
        let end = text.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(text.len());
        Span::new(span.start, span.start + u32::try_from(end).unwrap_or(0))
    }

    /// Where to point at an assigned value: itself if it is on one line, otherwise the option's name.
    pub(crate) fn value_span(&self, set: &Assignment) -> Span {
        if set.value_span.is_empty() || self.first_line(set.value_span) != set.value_span {
            set.name_span
        } else {
            set.value_span
        }
    }

    /// Where to point at an entry of an assigned table: where it is written, if that is here.
    pub(crate) fn entry_span(&self, set: &Assignment, entry: &Entry) -> Span {
        match entry.origin {
            Some(origin) if origin.file == self.file.id => self.first_line(origin.value),
            _ => self.value_span(set),
        }
    }

    /// Where and what the assignment of that name is, for a note.
    pub(crate) fn note(&self, set: &Assignment, message: impl Into<String>) -> Note {
        let _ = self;
        Note { file: set.file, span: set.name_span, message: message.into() }
    }

    /// The path of a file for a person: relative to the entry's directory where that is possible.
    pub(crate) fn path_of(&self, file: config::FileId) -> String {
        let name = |file| self.settings.name(&self.tree.profile, file).unwrap_or_default();
        let directory = name(self.tree.entry).rsplit_once('/').map_or("", |(directory, _)| directory);
        let path = name(file);
        path.strip_prefix(directory).map_or(path, |rest| rest.trim_start_matches('/')).to_owned()
    }
}

/// Whether an assignment runs for sure.
pub(crate) fn is_certain(set: &Assignment) -> bool {
    set.condition.is_none()
}

/// What is still open about a value, so that nothing may be said about it.
pub(crate) fn is_vague(value: &Value) -> bool {
    match value {
        Value::Unknown(_)
        | Value::Cycle
        | Value::Proxy(_)
        | Value::Error(_)
        | Value::Function(..)
        | Value::Builtin { .. } => true,
        Value::Table(table) => table.open,
        Value::Nil | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Str(_) => false,
    }
}

/// Collects the findings of a rule.
pub(crate) struct Findings {
    rule: &'static Rule,
    pub(crate) found: Vec<Finding>,
}

impl Findings {
    pub(crate) fn of(rule: &'static Rule) -> Self {
        Self { rule, found: Vec::new() }
    }

    /// Adds a finding of the rule's own severity; whoever adds it may fill in the rest.
    pub(crate) fn add(&mut self, span: Span, message: impl Into<String>) -> &mut Finding {
        self.found.push(Finding {
            rule: self.rule.name,
            severity: self.rule.severity,
            message: message.into(),
            span,
            help: None,
            url: None,
            notes: Vec::new(),
            tag: None,
            fix: None,
        });
        let last = self.found.len() - 1;
        // One was pushed a moment ago.
        #[expect(clippy::indexing_slicing, reason = "the vector is not empty")]
        &mut self.found[last]
    }
}
