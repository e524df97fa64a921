//! What stands at a place: the thing that hovers describe and definitions are looked for.

use schema::Schema;
use syntax::{Cursor, Span, cursor_at};

use crate::describe::xep_mention;
use crate::place::Place;
use crate::{locals, shape};

/// Something that can be asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    /// Its bytes.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) kind: SubjectKind,
}

/// The kinds of things that can be asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SubjectKind {
    /// An option that is set or read.
    Option(String),
    /// A key in an option's tables; the path ends with it.
    Key(Vec<String>),
    /// A value in an option or its tables: the content of a string, or a word such as `true`.
    Value(Vec<String>, String),
    /// A module named in a list, or as a component's.
    Module(String),
    /// A host, by its prepared name.
    Host(String),
    /// A name of the configuration language, such as `VirtualHost`.
    Language(String),
    /// The argument of `Include`.
    Include,
    /// An environment variable.
    Environment(String),
    /// A XEP.
    Xep(u16),
    /// A local variable, with its declaration's name and whole span.
    Local(Span, Span),
}

/// What stands at a place; `None` if it is nothing with a meaning of its own.
pub(crate) fn subject_at(place: &Place<'_>) -> Option<Subject> {
    let context = cursor_at(place.text(), place.offset);
    let in_text = context.in_string || context.cursor == Cursor::Comment;
    if in_text && let Some((number, span)) = xep_mention(place.text(), place.offset) {
        return Some(Subject { span, kind: SubjectKind::Xep(number) });
    }
    let span = context.replace;
    let word = place.slice(span);
    if word.is_empty() {
        return None;
    }
    let kind = if context.in_string {
        in_string(context.cursor, word)
    } else if !is_name(&word) {
        None
    } else {
        match context.cursor {
            Cursor::Entry { mut path } if is_key(place.text(), span) => {
                path.push(word);
                Some(if path.len() == 1 {
                    SubjectKind::Option(path.remove(0))
                } else {
                    SubjectKind::Key(path)
                })
            }
            Cursor::Value { path } | Cursor::Entry { path } if matches!(&*word, "true" | "false") => {
                Some(SubjectKind::Value(path, word))
            }
            Cursor::Nothing => local(place, &word),
            Cursor::Member { .. } | Cursor::Comment => None,
            _ => name(place, word),
        }
    };
    Some(Subject { span, kind: kind? })
}

fn in_string(cursor: Cursor, content: String) -> Option<SubjectKind> {
    match cursor {
        Cursor::Entry { path } if shape::is_module_list(&path) => Some(SubjectKind::Module(content)),
        Cursor::Value { path } | Cursor::Entry { path } => {
            if shape::names_host(&path) {
                return Some(SubjectKind::Host(content.to_lowercase()));
            }
            if path.len() == 1 && path.first().is_some_and(|option| option == "component_module") {
                return Some(SubjectKind::Module(content));
            }
            Some(SubjectKind::Value(path, content))
        }
        Cursor::Argument { function, index } => match (Function::of(&function)?, index) {
            (Function::Host | Function::Component, 0) => Some(SubjectKind::Host(content.to_lowercase())),
            (Function::Component, 1) => Some(SubjectKind::Module(content)),
            (Function::Include, 0) => Some(SubjectKind::Include),
            (Function::Getenv, 0) => Some(SubjectKind::Environment(content)),
            _ => None,
        },
        _ => None,
    }
}

/// The functions whose arguments mean something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    /// `VirtualHost`
    Host,
    /// `Component`
    Component,
    /// `Include`
    Include,
    /// Prosody's functions that take the path of a file.
    File,
    /// `os.getenv`
    Getenv,
}

impl Function {
    /// The function of this name, as written.
    pub(crate) fn of(name: &str) -> Option<Self> {
        match name {
            "VirtualHost" | "Host" | "host" => Some(Self::Host),
            "Component" | "component" => Some(Self::Component),
            "Include" | "include" => Some(Self::Include),
            "FileContents" | "FileLine" | "FileLines" | "RunScript" => Some(Self::File),
            "os.getenv" | "Lua.os.getenv" => Some(Self::Getenv),
            _ => None,
        }
    }
}

/// What a name means where it is set, read or called.
fn name(place: &Place<'_>, word: String) -> Option<SubjectKind> {
    if let Some(local) = local(place, &word) {
        return Some(local);
    }
    if let Some(known) =
        place.schema.language_name(&word).or_else(|| Schema::language_name_in_any_version(&word))
    {
        return Some(match word.strip_prefix(schema::LanguageName::ENVIRONMENT) {
            Some(variable) if known.name == schema::LanguageName::ENVIRONMENT => {
                SubjectKind::Environment(variable.to_owned())
            }
            _ => SubjectKind::Language(word),
        });
    }
    (!is_keyword(&word)).then_some(SubjectKind::Option(word))
}

fn local(place: &Place<'_>, word: &str) -> Option<SubjectKind> {
    let local = locals::resolve(&place.file.parse.chunk, word, place.offset)?;
    Some(SubjectKind::Local(local.name.span, local.declaration))
}

/// Whether `=` follows a word: it is the key of a table entry, or assigned to.
pub(crate) fn is_key(text: &[u8], span: Span) -> bool {
    let rest = text.get(span.end as usize..).unwrap_or_default();
    let mut rest = rest.iter().skip_while(|byte| byte.is_ascii_whitespace());
    rest.next() == Some(&b'=') && rest.next() != Some(&b'=')
}

fn is_name(word: &str) -> bool {
    !word.starts_with(|c: char| c.is_ascii_digit())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Lua's reserved words.
pub(crate) fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "break"
            | "do"
            | "else"
            | "elseif"
            | "end"
            | "false"
            | "for"
            | "function"
            | "goto"
            | "if"
            | "in"
            | "local"
            | "nil"
            | "not"
            | "or"
            | "repeat"
            | "return"
            | "then"
            | "true"
            | "until"
            | "while"
    )
}
