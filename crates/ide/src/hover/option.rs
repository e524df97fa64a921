//! The card of an option: what it is for, what it takes, who reads it, what it is set to.

use std::cell::OnceCell;
use std::fmt::Write as _;
use std::path::Path;

use config::HostKind;
use schema::{Deprecation, OptionInfo, Origin, Reader, Schema};

use super::effective;
use crate::describe::{
    linked_xep, main_reader, module_badge, page, range_text, type_notes, type_text, usual_default,
};
use crate::loaded::modules_on;
use crate::place::Place;
use crate::shape::Shape;

/// The card of the option of this name; `None` if it is neither known nor set.
pub(crate) fn card(place: &Place<'_>, name: &str) -> Option<String> {
    let effective = effective::effective(place, name);
    let mut parts = match place.schema.option(name) {
        Some(option) => known(place, option),
        None => unknown(place, name, effective.is_some())?,
    };
    let at = parts.len().min(2);
    if let Some(effective) = effective {
        parts.insert(at, effective);
    }
    parts.retain(|part| !part.is_empty());
    Some(parts.join("\n\n"))
}

fn known(place: &Place<'_>, option: OptionInfo<'_>) -> Vec<String> {
    let own = component_reader(place, option);
    let mut parts = vec![head(option, own)];
    let mut about = Vec::new();
    about.extend(option.deprecated().map(deprecation));
    let main = own.unwrap_or_else(|| main(place, option));
    about.extend(main.option.doc.as_deref().map(str::to_owned));
    parts.push(about.join("\n\n"));
    parts.push(facts(option, own));
    if let Some(example) = main.option.example {
        parts.push(format!("```lua\n{}\n```", example.trim_end()));
    }
    parts.push(readers(place, option));
    parts
}

/// The reader that says what the option is about, on this host.
fn main<'a>(place: &Place<'_>, option: OptionInfo<'a>) -> Reader<'a> {
    let loaded = OnceCell::new();
    main_reader(option, |module| {
        let modules = || place.tree.map(|tree| modules_on(tree, &place.host())).unwrap_or_default();
        loaded.get_or_init(modules).contains(module)
    })
}

/// The module that runs the component under the cursor, if it reads the option: the same name may mean something
/// else to others.
fn component_reader<'a>(place: &Place<'_>, option: OptionInfo<'a>) -> Option<Reader<'a>> {
    let host = place.host();
    let HostKind::Component(module) = &place.settings()?.host(&host)?.kind else { return None };
    option.readers().find(|reader| reader.module.name == **module)
}

/// `**c2s_ports** · list · default { 5222 } · global section only`
fn head(option: OptionInfo<'_>, own: Option<Reader<'_>>) -> String {
    let mut words = vec![format!("**{}**", option.name())];
    let ty = type_text(Shape::Option(option));
    if !ty.is_empty() {
        words.push(ty);
    }
    if let Some(default) = own.map_or_else(|| usual_default(option), |reader| reader.facts.default.as_deref())
    {
        words.push(format!("default `{default}`"));
    }
    if option.is_global_only() {
        words.push("global section only".to_owned());
    }
    words.join(" · ")
}

/// Allowed values, bounds, versions: one line each.
fn facts(option: OptionInfo<'_>, own: Option<Reader<'_>>) -> String {
    let shape = Shape::Option(option);
    let mut lines: Vec<String> = type_notes(shape).into_iter().map(str::to_owned).collect();
    let values: Vec<String> = shape.values().iter().map(|value| format!("`{value}`")).collect();
    if !values.is_empty() {
        lines.push(format!("Values: {}", values.join(", ")));
    }
    let facts = own.unwrap_or_else(|| option.best()).facts;
    let period = facts.ty == schema::OptionType::Period;
    lines.extend(range_text(facts.min, facts.max, period).map(|range| format!("Range: {range}")));
    if own.is_none() && usual_default(option).is_none() {
        lines.extend(defaults(option));
    }
    lines.extend(facts.fallback.as_ref().map(|other| format!("If not set: the value of `{other}`")));
    // What only a private module reads has no history in Prosody.
    let is_private = option.best().module.origin == Origin::Private;
    if let Some(history) = Schema::of(option.version()).option_history(option.name())
        && !is_private
    {
        lines.extend(history.since().map(|since| format!("Since Prosody {since}")));
        lines.extend(history.removed().map(|removed| format!("Read no longer from Prosody {removed} on")));
    }
    lines.join("  \n")
}

/// Where the readers disagree about the default: what each takes.
fn defaults(option: OptionInfo<'_>) -> Option<String> {
    let each: Vec<String> = option
        .readers()
        .filter(|reader| reader.module.origin != Origin::Community)
        .filter_map(|reader| {
            Some(format!("`{}` in {}", reader.facts.default.as_deref()?, reader.module.name))
        })
        .collect();
    let shown = each.get(..each.len().min(4)).unwrap_or_default();
    (!shown.is_empty()).then(|| format!("Default: {}", shown.join(", ")))
}

/// The modules that read it, with the XEPs of the one that knows it best.
fn readers(place: &Place<'_>, option: OptionInfo<'_>) -> String {
    const MOST: usize = 5;
    let own = |reader: &Reader<'_>| reader.module.origin != Origin::Community;
    let core = option.readers().filter(own).count();
    let all = option.readers().count();
    let shown = if core == 0 { all } else { core }.min(MOST);
    let modules: Vec<String> =
        option.readers().take(shown).map(|reader| module_badge(reader.module)).collect();
    let mut text = format!("Read by {}", modules.join(", "));
    if core > shown {
        let _ = write!(text, ", {} more", core - shown);
    }
    if core > 0 && all > core {
        let _ = write!(text, " and {} of the community", all - core);
    } else if core == 0 && all > shown {
        let _ = write!(text, " and {} more", all - shown);
    }
    text.push_str(&private_places(place, option));
    let best = main_reader(option, |_| false).module;
    // With several readers the option is about something that they share, not about what one of them implements.
    if core > 2 && !option.name().starts_with(&*best.name) {
        return text;
    }
    let implemented = best.xeps.iter().filter(|xep| xep.extent != Some(schema::Extent::Mentioned)).take(3);
    for xep in implemented {
        let _ = write!(text, "  \n{}", linked_xep(place.schema, xep.number));
    }
    text
}

/// Where private modules read it: whoever asks may want to look.
fn private_places(place: &Place<'_>, option: OptionInfo<'_>) -> String {
    let private = option.readers().filter(|reader| reader.module.origin == Origin::Private);
    let places = private.take(3).filter_map(|reader| {
        let (file, line) = reader.option.at.as_deref()?.rsplit_once(':')?;
        Some(format!("  \nRead at `{}:{line}`", place.path_of(Path::new(file))))
    });
    places.collect()
}

/// `Deprecated since 0.12: use x.`
pub(crate) fn deprecation(deprecation: &Deprecation) -> String {
    let mut text = "**Deprecated**".to_owned();
    if let Some(since) = deprecation.since {
        let _ = write!(text, " since {since}");
    }
    if let Some(replacement) = deprecation.replacement {
        let _ = write!(text, ": use `{replacement}`");
    }
    text.push('.');
    if let Some(note) = deprecation.note {
        let _ = write!(text, " {note}");
    }
    text
}

/// An option that this series does not read.
fn unknown(place: &Place<'_>, name: &str, is_set: bool) -> Option<Vec<String>> {
    if let Some(key) = place.schema.host_key(name) {
        return Some(vec![format!("**{name}**"), key.doc.to_owned()]);
    }
    if let Some(history) = place.schema.option_history(name) {
        let mut parts = vec![format!("**{name}** · not read by Prosody {}", place.schema.version())];
        let mut lines = Vec::new();
        lines.extend(history.since().map(|since| format!("Since Prosody {since}")));
        lines.extend(history.removed().map(|removed| format!("Read no longer from Prosody {removed} on")));
        parts.push(lines.join("  \n"));
        parts.extend(history.deprecated().map(deprecation));
        if let Some(newest) = history.newest() {
            parts.extend(newest.doc().map(str::to_owned));
            parts.extend(page(newest.best().module));
        }
        return Some(parts);
    }
    is_set.then(|| vec![format!("**{name}**"), "Nothing that is known reads this option.".to_owned()])
}
