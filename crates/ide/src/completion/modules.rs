//! Completions of module names: in lists of modules, and behind `Component`.

use std::fmt::Write;

use config::HostKind;
use rustc_hash::FxHashSet;
use schema::{Extent, Module, ModuleKind, Origin, Schema};

use super::{Candidate, Candidates, Context};
use crate::CompletionKind;
use crate::describe::{origin_text, usual_default};

/// The modules that a list could name next.
pub(super) fn list<'a>(context: &'a Context<'_>, path: &[String], found: &mut Candidates<'a>) {
    let schema = context.place.schema;
    let listed = listed(context, path);
    let autoloaded = schema.autoloaded_modules();
    let disabling = path.first().is_some_and(|option| option == "modules_disabled");
    let host = context.place.host();
    let on_component = context
        .place
        .settings()
        .and_then(|settings| settings.host(&host))
        .is_some_and(|host| matches!(host.kind, HostKind::Component(_)));
    let on = if disabling { FxHashSet::default() } else { on_already(context, &host) };
    for module in schema.modules().filter(|module| !listed.contains(&*module.name)) {
        if ["auth_", "storage_", "authz_"].iter().any(|prefix| module.name.starts_with(prefix)) {
            continue;
        }
        let for_components = module.is(ModuleKind::ComponentOnly);
        // What is there by itself is worth disabling, not enabling.
        let by_itself = autoloaded.contains(&&*module.name);
        let tier = tier(module, schema)
            + if by_itself == disabling { 0 } else { 20 }
            + if for_components == on_component { 0 } else { 10 };
        if on.contains(&*module.name) {
            offer_on(context, module, 40 + tier, found);
        } else {
            offer(context, module, tier, found);
        }
    }
}

/// The modules that a component could be made of.
pub(super) fn component<'a>(context: &'a Context<'_>, found: &mut Candidates<'a>) {
    let schema = context.place.schema;
    for module in schema.modules() {
        let fits = module.is(ModuleKind::ComponentOnly) || module.is(ModuleKind::ComponentCapable);
        if !fits {
            continue;
        }
        let only = module.is(ModuleKind::ComponentOnly);
        // Such as `muc_mam`: an addition to a component, not one itself.
        let addition = module
            .name
            .split_once('_')
            .and_then(|(base, _)| schema.module(base))
            .is_some_and(|base| base.is(ModuleKind::ComponentOnly));
        let tier = 2 * tier(module, schema) + u32::from(!only) + if addition { 20 } else { 0 };
        offer(context, module, tier, found);
    }
}

/// The modules that `authentication`, `storage` or `authorization` could name.
pub(super) fn providers<'a>(
    context: &'a Context<'_>,
    path: &[String],
    kind: ModuleKind,
    prefix: &'static str,
    found: &mut Candidates<'a>,
) {
    let schema = context.place.schema;
    let option = path.first().and_then(|name| schema.option(name));
    let default = option.and_then(usual_default).map(|default| default.trim_matches('"'));
    for module in schema.modules().filter(|module| module.is(kind) || module.name.starts_with(prefix)) {
        let Some(name) = module.name.strip_prefix(prefix) else { continue };
        let is_default = Some(name) == default;
        let tier = if is_default { 0 } else { 1 + tier(module, schema) };
        found.offer(name, tier, move |label| {
            let insert = context.quoted(&label);
            let candidate = candidate(label, module, schema).inserting(insert);
            if is_default { candidate.detail(format!("{}, default", origin_text(module))) } else { candidate }
        });
    }
}

/// 0 to 5: Prosody's own before the community's, described ones before others, deprecated ones last.
fn tier(module: &Module, schema: Schema<'_>) -> u32 {
    let deprecated = is_deprecated(module, schema);
    2 * u32::from(module.origin == Origin::Community)
        + u32::from(module.summary.is_none())
        + 4 * u32::from(deprecated)
}

fn is_deprecated(module: &Module, schema: Schema<'_>) -> bool {
    module.deprecated.as_ref().is_some_and(|said| said.from <= schema.version())
}

fn offer<'a>(context: &'a Context<'_>, module: &'a Module, tier: u32, found: &mut Candidates<'a>) {
    found.offer(&module.name, tier, move |label| {
        let insert = context.quoted(&label);
        candidate(label, module, context.place.schema).inserting(insert)
    });
}

/// The same for one that is on without this list.
fn offer_on<'a>(context: &'a Context<'_>, module: &'a Module, tier: u32, found: &mut Candidates<'a>) {
    found.offer(&module.name, tier, move |label| {
        let insert = context.quoted(&label);
        let candidate = candidate(label, module, context.place.schema).inserting(insert);
        candidate.detail(format!("{}, on already", origin_text(module)))
    });
}

fn candidate<'a>(label: String, module: &'a Module, schema: Schema<'a>) -> Candidate<'a> {
    let mut detail = origin_text(module).to_owned();
    if let Some(stage) = module.stage {
        let _ = write!(detail, ", {stage}");
    }
    if module.is(ModuleKind::ComponentOnly) {
        detail.push_str(", only for components");
    } else if module.is(ModuleKind::Global) {
        detail.push_str(", for the whole server");
    }
    if let Some(xep) = implemented(module).next() {
        let _ = write!(detail, ", XEP-{:04}", xep.number);
    }
    Candidate::new(label, CompletionKind::Module)
        .detail(detail)
        .documented_by(move || documentation(module, schema))
        .deprecated(is_deprecated(module, schema))
}

fn implemented(module: &Module) -> impl Iterator<Item = &schema::ModuleXep> {
    module.xeps.iter().filter(|xep| xep.extent != Some(Extent::Mentioned))
}

fn documentation(module: &Module, schema: Schema<'_>) -> String {
    let mut documentation = module.summary.as_deref().unwrap_or_default().to_owned();
    if let Some(said) = module.deprecated.as_ref().filter(|_| is_deprecated(module, schema)) {
        documentation = format!("{}\n\n{documentation}", crate::hover::deprecation(said));
    }
    for xep in implemented(module).take(3).filter_map(|xep| schema.xep(xep.number)) {
        let _ = write!(documentation, "\n\n{xep}");
    }
    documentation.trim_start().to_owned()
}

/// The modules that are on for a host without the list around the cursor: those of the global section.
fn on_already(context: &Context<'_>, host: &str) -> FxHashSet<String> {
    let Some(tree) = context.place.tree.filter(|_| host != "*") else { return FxHashSet::default() };
    tree.modules_for("*").map(|found| found.modules.into_iter().collect()).unwrap_or_default()
}

/// The names that the list around the cursor holds already.
fn listed(context: &Context<'_>, path: &[String]) -> FxHashSet<String> {
    let place = &context.place;
    let option = path.first().map(String::as_str).unwrap_or_default();
    let assignments = place.settings().into_iter().flat_map(|settings| settings.in_file(place.file.id));
    assignments
        .filter(|(_, set)| &*set.option == option && set.value_span.touches(place.offset))
        .filter_map(|(_, set)| set.value.as_table())
        .flat_map(config::Table::items)
        .filter(|entry| entry.origin.is_none_or(|origin| !origin.value.touches(place.offset)))
        .filter_map(|entry| entry.value.as_str().map(str::to_owned))
        .collect()
}
