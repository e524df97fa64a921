//! `move-to-layer`

use std::path::PathBuf;
use std::sync::Arc;

use config::{HostKind, Layer, LoadKind, SourceFile};
use syntax::Span;

use super::movable::{Movable, as_global};
use super::registry::declare_action;
use super::text::{indent, line_start, newline};
use super::{Actions, Change, Context, NewFile};
use crate::Edit;

declare_action! {
    /// Moves an assignment to another layer of the configuration.
    ///
    /// Within the layer it goes into the file that sets this host's options, or that sets options of the same module, or that
    /// has the same name. If there is none, one of the same name is created where an `Include` of the layer's files will
    /// load it. Which layer comes later decides, so another value may count then.
    ///
    /// Before:
    /// ```lua
    /// -- prosody.cfg.lua
    /// Include "core/*.cfg.lua"
    /// Include "features/*.cfg.lua"
    /// -- core/server.cfg.lua
    /// log = "*syslog"
    /// archive_exp$0ires_after = "1y"
    /// -- features/mam.cfg.lua
    /// default_archive_policy = true
    /// ```
    /// After:
    /// ```lua
    /// -- core/server.cfg.lua
    /// log = "*syslog"
    /// -- features/mam.cfg.lua
    /// default_archive_policy = true
    /// archive_expires_after = "1y"
    /// ```
    MOVE_TO_LAYER = "move-to-layer", Move, offer
}

/// Trees of more layers are not looked at any further.
const MOST: usize = 16;

fn offer(context: &Context<'_>, actions: &mut Actions<'_>) {
    let place = &context.place;
    let Some(movable) = Movable::at(context) else { return };
    let Some(tree) = place.tree else { return };
    let kind = tree.settings.host(&movable.set.host).map(|host| &host.kind);
    if !matches!(kind, Some(HostKind::Global | HostKind::VirtualHost)) {
        return;
    }
    let layers = place.snapshot.layers(tree);
    let own = layers.layer_of(place.file.id).map(|layer| Arc::clone(&layer.name));
    for layer in layers.layers.iter().filter(|layer| Some(&layer.name) != own.as_ref()).take(MOST) {
        if layer.files.is_empty() {
            continue;
        }
        if let Some(file) = best_file(context, layer, &movable) {
            let name = place.path_of(&file.path);
            actions.add_other(format!("Move `{}` to {name}", movable.set.option), || {
                let (at, lines) = insertion(context, file, &movable);
                let edit = Edit { file: file.id, span: at, text: lines };
                vec![edit, context.edit(movable.extent.span, "")].into()
            });
        } else if let Some(path) = new_file(context, layer).filter(|_| context.request.creates_files) {
            let name = place.path_of(&path);
            actions.add_other(format!("Move `{}` to a new file {name}", movable.set.option), || Change {
                edits: vec![context.edit(movable.extent.span, "")],
                creates: vec![NewFile { path, text: section(context, &movable) }],
            });
        }
    }
}

/// The file of a layer that the assignment fits into.
fn best_file<'a>(context: &Context<'a>, layer: &Layer, movable: &Movable<'_>) -> Option<&'a Arc<SourceFile>> {
    let place = &context.place;
    let settings = place.settings()?;
    let reader = place.schema.option(&movable.set.option).map(|option| option.best().module.name.clone());
    let name = place.file.path.file_name();
    let ranked = layer.files.iter().filter_map(|&file| {
        let source = place.snapshot.file(file)?;
        // It would be set twice there.
        let mut sets = settings.in_file(file);
        if sets.any(|(_, set)| set.host == movable.set.host && set.option == movable.set.option) {
            return None;
        }
        let has_host = *movable.set.host != *"*"
            && settings
                .sections_in(file)
                .any(|section| section.host == movable.set.host && is_statement(section.span, section.call));
        let is_alike = settings.in_file(file).any(|(_, set)| {
            let read = place.schema.option(&set.option).map(|option| option.best().module.name.clone());
            read.is_some() && read == reader
        });
        let rank = match (has_host, is_alike, source.path.file_name() == name) {
            (true, ..) => 0,
            (_, true, _) => 1,
            (_, _, true) => 2,
            _ => return None,
        };
        let is_clean = source.parse.errors.is_empty();
        is_clean.then_some((rank, source))
    });
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, file)| file)
}

/// Whether a section goes on behind its call.
fn is_statement(section: Span, call: Span) -> bool {
    section.end > call.end
}

/// Where the assignment goes in a file, and what is written there.
fn insertion(context: &Context<'_>, file: &SourceFile, movable: &Movable<'_>) -> (Span, String) {
    let newline = newline(&file.text);
    if *movable.set.host == *"*" {
        return as_global(file, &movable.lines(context, ""));
    }
    let settings = context.place.settings();
    let mut sections = settings.into_iter().flat_map(|settings| settings.sections_in(file.id));
    let section =
        sections.find(|section| section.host == movable.set.host && is_statement(section.span, section.call));
    match section {
        Some(section) => {
            // Directly behind the line of its call, indented like what follows.
            let end = super::text::next_line(&file.text, section.call.end);
            let below = indent(&file.text, end);
            let below = if below.is_empty() { "\t".to_owned() } else { below };
            let lines = movable.lines(context, &below);
            let on_new_line = end == line_start(&file.text, end);
            (Span::empty(end), if on_new_line { lines } else { format!("{newline}{lines}") })
        }
        None => {
            let end = file.text.len() as u32;
            let gap = if file.text.ends_with(b"\n") { newline.to_owned() } else { newline.repeat(2) };
            (Span::empty(end), format!("{gap}{}", section_of(context, movable, newline)))
        }
    }
}

/// What a file of its own holds.
fn section(context: &Context<'_>, movable: &Movable<'_>) -> String {
    if *movable.set.host == *"*" {
        return movable.lines(context, "");
    }
    section_of(context, movable, newline(context.place.text()))
}

fn section_of(context: &Context<'_>, movable: &Movable<'_>, newline: &str) -> String {
    format!("VirtualHost \"{}\"{newline}{}", movable.set.host, movable.lines(context, "\t"))
}

/// A file of the same name in a layer, where one of its `Include`s will find it.
fn new_file(context: &Context<'_>, layer: &Layer) -> Option<PathBuf> {
    let place = &context.place;
    let first = place.snapshot.file(*layer.files.first()?)?;
    let directory = first.path.parent()?;
    let path = directory.join(place.file.path.file_name()?);
    let will_be_loaded = place.settings()?.includes().any(|site| {
        site.kind == LoadKind::Include
            && site.wildcard
            && site.pattern.ends_with("/*.cfg.lua")
            && site.targets.contains(&first.id)
    });
    let is_free = place.snapshot.file_id(&path).is_none() && !path.exists();
    let fits = place.file.path.to_string_lossy().ends_with(".cfg.lua")
        && place.snapshot.file(place.tree?.entry)?.id != place.file.id;
    (will_be_loaded && is_free && fits).then_some(path)
}
