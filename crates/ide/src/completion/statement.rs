//! Completions where a statement begins: options, Prosody's functions, Lua's keywords.

use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;

use config::{Tree, TreeRole};
use rustc_hash::FxHashSet;
use schema::{LanguageKind, OptionInfo, Origin};

use super::{Candidate, Candidates, Context, template};
use crate::describe::{main_reader, type_text, usual_default};
use crate::place::Place;
use crate::shape::Shape;
use crate::subject::is_key;
use crate::{CompletionKind, Edit, actions, loaded};

/// Options, functions and keywords.
pub(super) fn statement<'a>(context: &'a Context<'_>, found: &mut Candidates<'a>) {
    options(context, found);
    functions(context, found);
    for (keyword, snippet) in KEYWORDS {
        found.offer_always(keyword, 3, move |label| {
            Candidate::new(label, CompletionKind::Keyword).snippet(snippet)
        });
    }
}

const KEYWORDS: [(&str, &str); 7] = [
    ("if", "if $1 then\n\t$0\nend"),
    ("for", "for _, ${1:item} in ipairs($2) do\n\t$0\nend"),
    ("while", "while $1 do\n\t$0\nend"),
    ("repeat", "repeat\n\t$0\nuntil $1"),
    ("local", "local ${1:name} = $0"),
    ("function", "function ${1:name}($2)\n\t$0\nend"),
    ("return", "return $0"),
];

/// `VirtualHost`, `Component`, `Include` and the like, in their newest spelling.
fn functions(context: &Context<'_>, found: &mut Candidates<'_>) {
    let names = context.place.schema.language_names();
    for name in names.filter(|name| name.alias_of.is_none() && name.kind != LanguageKind::Value) {
        found.offer_always(name.name, 2, move |label| {
            let insert = match name.name {
                "VirtualHost" => "VirtualHost \"${1:example.com}\"\n\t$0".to_owned(),
                "Component" => "Component \"${1:rooms.example.com}\" \"${2:muc}\"\n\t$0".to_owned(),
                other => format!("{other} \"$0\""),
            };
            let candidate = Candidate::new(label, CompletionKind::Function).snippet(insert);
            candidate.detail(name.usage).documented(Some(name.doc))
        });
    }
}

/// The names of options, those that matter here first.
pub(super) fn options<'a>(context: &'a Context<'_>, found: &mut Candidates<'a>) {
    let place = &context.place;
    let host = place.host();
    let loaded = place.tree.map(|tree| loaded::modules_on(tree, &host)).unwrap_or_default();
    let set = already_set(context, place.tree, &host);
    let spirit = spirit(place);
    // Renaming an option leaves what stands behind it alone.
    let bare = is_key(place.text(), context.replace) || is_called(place.text(), context.replace.end);
    let here = Rc::new(Here { host, loaded });
    for option in place.schema.options() {
        let rank = || {
            let is_akin =
                !spirit.is_empty() && option.readers().any(|reader| spirit.contains(&*reader.module.name));
            let described = u32::from(option.doc().is_none());
            let mut tier = if is_akin { described } else { 2 + tier(option, &here.loaded) };
            tier += if option.deprecated().is_some() { 10 } else { 0 };
            tier += if here.host != "*" && option.is_global_only() { 20 } else { 0 };
            tier + if set.contains(option.name()) { 40 } else { 0 }
        };
        let modules = Rc::clone(&here);
        found
            .offer_ranked(option.name(), rank, move |label| candidate(context, label, option, modules, bare));
    }
}

/// Where an option is set.
struct Here {
    host: String,
    loaded: Arc<FxHashSet<String>>,
}

/// The modules that a file is about: those whose options it sets already, and the one that it is named after.
fn spirit(place: &Place<'_>) -> FxHashSet<String> {
    /// A file that sets options of more modules than this is about nothing in particular.
    const MOST: usize = 4;
    let sets = place.settings().into_iter().flat_map(|settings| settings.in_file(place.file.id));
    let others = sets.filter(|(_, set)| !set.name_span.touches(place.offset));
    let options: FxHashSet<&str> = others.map(|(_, set)| &*set.option).collect();
    let mut about = FxHashSet::default();
    for option in options.into_iter().filter_map(|name| place.schema.option(name)) {
        let module = option.best().module;
        // What many modules read says nothing about one of them.
        if module.is_loadable() && option.readers().count() <= 2 {
            about.insert(module.name.to_string());
        }
        if about.len() > MOST {
            about.clear();
            break;
        }
    }
    let stem = place.file.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let stem = stem.split('.').next().unwrap_or_default().replace('-', "_");
    about.extend(place.schema.module(&stem).map(|module| module.name.to_string()));
    about
}

/// 0 to 6: options of the server and of modules that are loaded, then Prosody's other ones and those of private modules,
/// then the community's; what is documented goes first.
fn tier(option: OptionInfo<'_>, loaded: &FxHashSet<String>) -> u32 {
    let here = option
        .readers()
        .any(|reader| reader.module.origin == Origin::Server || loaded.contains(&*reader.module.name));
    let described = u32::from(option.doc().is_none());
    let ours = option.is_core() || option.best().module.origin == Origin::Private;
    match (here, ours) {
        (true, _) => described,
        (false, true) => 2 + 2 * described,
        (false, false) => 5 + described,
    }
}

fn candidate<'a>(
    context: &'a Context<'_>,
    label: String,
    option: OptionInfo<'a>,
    here: Rc<Here>,
    bare: bool,
) -> Candidate<'a> {
    let shape = Shape::Option(option);
    let snippet = template::assignment(option.name(), shape);
    let mut detail = type_text(shape);
    if let Some(default) = usual_default(option) {
        detail.push_str(if detail.is_empty() { "default " } else { ", default " });
        detail.push_str(default);
    }
    let also = Rc::clone(&here);
    let candidate = Candidate::new(label, CompletionKind::Option)
        .detail(detail)
        .documented_by(move || documentation(context, option, &also))
        .with_edits(move || enabling(context, option, &here).map(|(_, edits)| edits).unwrap_or_default())
        .deprecated(option.deprecated().is_some());
    if bare { candidate } else { candidate.snippet(snippet) }
}

fn documentation(context: &Context<'_>, option: OptionInfo<'_>, here: &Here) -> String {
    let main = main_reader(option, |module| here.loaded.contains(module));
    let mut documentation = main.option.doc.as_deref().unwrap_or_default().to_owned();
    if let Some(deprecation) = option.deprecated() {
        documentation = format!("{}\n\n{documentation}", crate::hover::deprecation(deprecation));
    }
    let readers: Vec<&str> = option.readers().take(3).map(|reader| &*reader.module.name).collect();
    let _ = write!(documentation, "\n\nRead by {}", readers.join(", "));
    if option.is_global_only() {
        documentation.push_str(", in the global section only");
    }
    if let Some((module, _)) = enabling(context, option, here) {
        let _ = write!(documentation, "\n\nEnables `{module}`, which is off");
    }
    documentation.trim_start().to_owned()
}

/// The module that has to be enabled for an option to be read, with the edits that do it, where that is certain: one
/// module of Prosody's own reads it, no host loads it, and the list that counts is in this file.
fn enabling(context: &Context<'_>, option: OptionInfo<'_>, here: &Here) -> Option<(String, Vec<Edit>)> {
    let place = &context.place;
    let tree = place.tree.filter(|tree| tree.role == TreeRole::Entry)?;
    let [module] = <[String; 1]>::try_from(actions::modules_that_read(place.schema, option.name())).ok()?;
    let is_needed = option.readers().all(|reader| reader.module.is_loadable());
    let is_on =
        here.loaded.contains(&module) || rules::loaded_anywhere(place.snapshot, tree)?.contains(&module);
    if !is_needed || is_on || option.deprecated().is_some() {
        return None;
    }
    let edits = actions::enabling(place.snapshot, &tree.settings, &here.host, &module)?;
    let is_here = |edit: &Edit| edit.file == place.file.id && !edit.span.touches(place.offset);
    edits.iter().all(is_here).then_some((module, edits))
}

/// The options that are set on this host in this file, but for the one the cursor is on.
fn already_set(context: &Context<'_>, tree: Option<&std::sync::Arc<Tree>>, host: &str) -> FxHashSet<String> {
    let assignments = tree.into_iter().flat_map(|tree| tree.settings.in_file(context.place.file.id));
    assignments
        .filter(|(_, set)| &*set.host == host && !set.name_span.touches(context.place.offset))
        .map(|(_, set)| set.option.to_string())
        .collect()
}

/// Whether a table, a string or a method follows: the name is read and called.
fn is_called(text: &[u8], end: u32) -> bool {
    let rest = text.get(end as usize..).unwrap_or_default();
    matches!(rest.iter().find(|byte| !matches!(byte, b' ' | b'\t')), Some(b'{' | b':' | b'(' | b'"' | b'.'))
}
