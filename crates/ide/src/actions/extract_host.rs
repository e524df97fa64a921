//! `extract-host`

use std::path::PathBuf;

use config::{HostSection, LoadKind};
use syntax::Span;
use syntax::ast::{ExprKind, Node, Stat, StatKind, walk};

use super::environment::is_plainly_loaded;
use super::registry::declare_action;
use super::text::{is_blank, line_start, newline, with_comments};
use super::{Actions, Change, Context, NewFile};
use crate::describe::lua_string;
use crate::locals;
use crate::sections::host_call;

declare_action! {
    /// Puts the section of a host into a file of its own.
    ///
    /// If an `Include` loads a directory by `*.cfg.lua`, the file goes there, as in Debian's `conf.d`, and will be loaded by
    /// itself. Otherwise it goes beside this file, and an `Include` takes the section's place. It is offered where the section
    /// depends on nothing else in the file.
    ///
    /// Before:
    /// ```lua
    /// -- prosody.cfg.lua
    /// log = "*syslog"
    ///
    /// Virtual$0Host "example.org"
    ///     enabled = true
    ///
    /// Component "rooms.example.org" "muc"
    /// ```
    /// After:
    /// ```lua
    /// -- prosody.cfg.lua
    /// log = "*syslog"
    ///
    /// Include "example.org.cfg.lua"
    ///
    /// Component "rooms.example.org" "muc"
    /// -- example.org.cfg.lua
    /// VirtualHost "example.org"
    ///     enabled = true
    /// ```
    EXTRACT_HOST = "extract-host", Extract, offer
}

fn offer(context: &Context<'_>, actions: &mut Actions<'_>) {
    if !context.request.creates_files {
        return;
    }
    let Some((section, span)) = section_at(context) else { return };
    let name = format!("{}.cfg.lua", section.host);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if !section.host.chars().all(is_name) || section.host.starts_with(['.', '-']) {
        return;
    }
    let file = context.place.file;
    let Some(beside) = file.path.parent() else { return };
    let shared = wildcard_directory(context);
    // Where files are loaded by themselves an `Include` would load this one a second time.
    let is_own = shared.as_deref() == Some(beside);
    let shared = shared.filter(|_| fits_elsewhere(context, section, span));
    if shared.is_none() && is_own || !is_plainly_loaded(&context.place) {
        return;
    }
    let is_shared = shared.is_some();
    let path = shared.unwrap_or_else(|| beside.to_owned()).join(&name);
    let is_free = context.place.snapshot.file_id(&path).is_none() && !path.exists();
    if !is_free || (path.parent() != Some(beside) && reads_beside(context, span)) {
        return;
    }
    let shown = context.place.path_of(&path);
    actions.add(format!("Put the section of {} into {shown}", section.host), || {
        let text = context.place.slice(span);
        let newline = newline(&file.text);
        let kept = text.trim_end();
        let gap = text.get(kept.len()..).unwrap_or_default();
        let instead = match is_shared {
            true => String::new(),
            false if gap.is_empty() => format!("Include {}{newline}", lua_string(&name)),
            false => format!("Include {}{gap}", lua_string(&name)),
        };
        Change {
            edits: vec![context.edit(span, instead)],
            creates: vec![NewFile { path, text: format!("{kept}{newline}") }],
        }
    });
}

/// The section whose call the cursor is on, with the lines that it takes.
fn section_at<'a>(context: &Context<'a>) -> Option<(&'a HostSection, Span)> {
    let place = &context.place;
    let file = place.file;
    if !file.parse.errors.is_empty() {
        return None;
    }
    let mut sections =
        place.settings()?.sections_in(file.id).filter(|section| section.call.touches(place.offset));
    let section = sections.next().filter(|section| &*section.host != "?")?;
    let stats = &file.parse.chunk.block.stats;
    let at =
        stats.iter().position(|stat| stat.span.touches(place.offset) && stat.span.contains(section.call))?;
    let first = stats.get(at)?;
    let StatKind::Call(call) = &first.kind else { return None };
    let call = host_call(call).filter(|call| call.name.is_some())?;
    // The next host ends it; the table form ends by itself.
    let next = match call.table {
        Some(_) => stats.get(at + 1),
        None => stats.iter().skip(at + 1).find(|stat| opens_host(stat)),
    };
    let text = &file.text;
    let begins_line =
        |stat: &Stat| is_blank(text, Span::new(line_start(text, stat.span.start), stat.span.start));
    if !begins_line(first) || !next.is_none_or(begins_line) {
        return None;
    }
    let start = with_comments(file, line_start(text, first.span.start));
    let end = next.map_or(text.len() as u32, |next| with_comments(file, line_start(text, next.span.start)));
    let span = Span::new(start, end);
    let stays =
        |stat: &Stat| matches!(stat.kind, StatKind::Return(_) | StatKind::Goto(_) | StatKind::Label(_));
    let movable = stats.iter().all(|stat| !span.contains(stat.span) || !stays(stat));
    let is_only = sections.next().is_none();
    (is_only && movable && is_closed(context, span) && end > first.span.end).then_some((section, span))
}

fn opens_host(stat: &Stat) -> bool {
    matches!(&stat.kind, StatKind::Call(call) if host_call(call).is_some())
}

/// Whether no local variable is used on one side and declared on the other.
fn is_closed(context: &Context<'_>, span: Span) -> bool {
    let chunk = &context.place.file.parse.chunk;
    let mut closed = true;
    walk(&chunk.block, &mut |node| {
        let Node::Expr(expr) = node else { return };
        let ExprKind::Name(name) = &expr.kind else { return };
        if let Some(local) = locals::resolve(chunk, name, expr.span.start) {
            closed &= span.contains(expr.span) == span.contains(local.name.span);
        }
    });
    closed
}

/// The directory whose configuration files an `Include` loads by a wildcard: the file's own, or the one where hosts are
/// kept.
fn wildcard_directory(context: &Context<'_>) -> Option<PathBuf> {
    let place = &context.place;
    let tree = place.tree?;
    let mut directories: Vec<(usize, PathBuf)> = Vec::new();
    for site in tree.settings.includes() {
        let is_custom =
            site.kind == LoadKind::Include && site.wildcard && site.pattern.ends_with("*.cfg.lua");
        let first = site.targets.first().and_then(|file| place.snapshot.file(*file));
        let Some(directory) = first.filter(|_| is_custom).and_then(|file| file.path.parent()) else {
            continue;
        };
        let hosts = site.targets.iter().flat_map(|file| tree.settings.sections_in(*file)).count();
        directories.push((hosts, directory.to_owned()));
    }
    let is_own = |(_, directory): &&(usize, PathBuf)| place.file.path.parent() == Some(directory.as_path());
    if let Some((_, own)) = directories.iter().find(is_own) {
        return Some(own.clone());
    }
    let (hosts, directory) = directories.into_iter().max_by_key(|(hosts, _)| *hosts)?;
    (directory.ends_with("conf.d") || directory.ends_with("hosts") || hosts > 0).then_some(directory)
}

/// Whether the section means the same when it is loaded at another time: nobody else sets its options.
fn fits_elsewhere(context: &Context<'_>, section: &HostSection, span: Span) -> bool {
    let Some(settings) = context.place.settings() else { return false };
    let Some(host) = settings.host(&section.host) else { return false };
    let is_here = |id: &config::AssignmentId| {
        settings
            .assignment(*id)
            .is_some_and(|set| set.file == context.place.file.id && span.contains(set.name_span))
            || settings.assignment(*id).is_some_and(|set| set.how == config::How::Internal)
    };
    host.chains.iter().all(|chain| chain.assignments.iter().all(is_here))
        && !settings.reads().any(|read| read.file == context.place.file.id && span.contains(read.span))
        && settings.sections().filter(|other| other.host == section.host).count() == 1
}

/// Whether something in the section is looked for beside the file.
fn reads_beside(context: &Context<'_>, span: Span) -> bool {
    let mut reads = false;
    walk(&context.place.file.parse.chunk.block, &mut |node| {
        if let Node::Expr(expr) = node
            && span.contains(expr.span)
            && let Some(name) = expr.as_name()
        {
            reads |= matches!(
                name,
                "Include"
                    | "include"
                    | "FileContents"
                    | "FileLine"
                    | "FileLines"
                    | "RunScript"
                    | "dofile"
                    | "loadfile"
            );
        }
    });
    reads
}
