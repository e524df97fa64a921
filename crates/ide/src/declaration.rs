//! Declarations: where what stands at a place comes up first. For an option that is the assignment of the base layer.

use config::{Settings, Snapshot};
use syntax::Span;

use crate::definition::{Target, definition, environment, files};
use crate::mentions::{self, Access, Thing, search};
use crate::place::Place;
use crate::{Analysis, Position, shape};

impl Analysis {
    /// Where what stands at a place comes up first.
    pub fn declaration(&self, at: Position) -> Vec<Target> {
        declaration(&self.snapshot, at)
    }
}

/// Where what stands at a place comes up first; for what has only one place its definition.
pub(crate) fn declaration(snapshot: &Snapshot, at: Position) -> Vec<Target> {
    let Some(place) = Place::new(snapshot, at) else { return Vec::new() };
    let Some(here) = mentions::at(&place) else { return definition(snapshot, at) };
    let origin = here.span;
    let found = match &here.thing {
        Thing::Option(name) => first_assignment(&place, name, origin),
        Thing::Module(name) => first_listing(&place, name, origin),
        Thing::Host(name) => files::host(&place, name, origin).into_iter().next(),
        Thing::Environment(name) => return environment(snapshot, name, origin),
        Thing::Local(_) => return definition(snapshot, at),
        Thing::Language(_) => return Vec::new(),
    };
    found.or_else(|| first_written(&place, &here.thing, origin)).into_iter().collect()
}

/// The first assignment of an option: in the global section, or, if it has none there, on the host.
fn first_assignment(place: &Place<'_>, option: &str, origin: Span) -> Option<Target> {
    let settings = place.settings()?;
    let host = place.host();
    let chain = ["*", &host].into_iter().find_map(|host| settings.host(host)?.chain(option));
    let any = || settings.hosts.iter().find_map(|host| host.chain(option));
    let set = settings.assignment(*chain.or_else(any)?.assignments.first()?)?;
    let file = place.snapshot.file(set.file)?;
    Some(Target {
        path: file.path.clone(),
        full: set.span.cover(set.name_span),
        focus: set.name_span,
        origin,
    })
}

/// The first place in the order of loading that puts a module on a list.
fn first_listing(place: &Place<'_>, module: &str, origin: Span) -> Option<Target> {
    let settings: &Settings = place.settings()?;
    let lists = settings.assignments().filter(|(_, set)| shape::lists_modules(&set.option));
    let entry = lists
        .flat_map(|(_, set)| set.value.as_table().into_iter().flat_map(|table| &table.entries))
        .find(|entry| entry.value.as_str() == Some(module))?;
    let written = entry.origin?;
    let file = place.snapshot.file(written.file)?;
    Some(Target { path: file.path.clone(), full: written.entry, focus: written.value, origin })
}

/// The first mention that writes, where loading does not come by.
fn first_written(place: &Place<'_>, thing: &Thing, origin: Span) -> Option<Target> {
    search(place, thing).iter().find_map(|hits| {
        let written = hits.mentions.iter().find(|mention| mention.access == Access::Write)?;
        Some(Target { path: hits.file.path.clone(), full: written.span, focus: written.span, origin })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

    use expect_test::{Expect, expect};

    use crate::testing::at;

    fn check(text: &str, expected: &Expect) {
        expected.assert_eq(&at(text).declarations());
    }

    #[test]
    fn an_option_leads_to_the_base_layer() {
        check(
            "//- prosody.cfg.lua\nInclude 'core/a.cfg.lua'\nx = 2\nVirtualHost 'a.example'\n  $0x = 3\n//- core/a.cfg.lua\nx = 1\n",
            &expect![[r#"
                core/a.cfg.lua:1 x = 1
            "#]],
        );
        check(
            "VirtualHost 'a.example'\n  x = 3\n  x = $0x\n",
            &expect![[r#"
                prosody.cfg.lua:2 x = 3
            "#]],
        );
    }

    #[test]
    fn a_module_leads_to_the_list_that_names_it_first() {
        check(
            "//- prosody.cfg.lua\nInclude 'core/a.cfg.lua'\nVirtualHost 'a.example'\n  modules_enabled = { 'm$0am' }\n//- core/a.cfg.lua\nmodules_enabled = { 'mam' }\n",
            &expect![[r#"
                core/a.cfg.lua:1 'mam'
            "#]],
        );
    }

    #[test]
    fn a_host_leads_to_its_first_section() {
        check(
            "VirtualHost 'a.example'\nVirtualHost 'a.example'\nadmins = { 'x@a.ex$0ample' }\n",
            &expect![[r#"
                prosody.cfg.lua:1 VirtualHost 'a.example'
            "#]],
        );
    }

    #[test]
    fn what_is_never_loaded_is_found_in_the_text() {
        check(
            "//- prosody.cfg.lua\na = 1\n//- unused.cfg.lua\nif false then x = 1 end\ny = $0x\n",
            &expect![[r#"
                unused.cfg.lua:1 x
            "#]],
        );
    }
}
