//! Implementations: all assignments of an option on every host and in every file, all sections of a host, the source
//! of a module.

use config::FileId;
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Span;

use crate::definition::{Target, definition, environment, module};
use crate::mentions::{self, Access, Thing, search};
use crate::place::Place;
use crate::references::computed_sections;
use crate::{Analysis, Position};

/// More places than this are of no use to anybody.
const MOST: usize = 1_000;

impl Analysis {
    /// Every place that gives a value to what stands at a place: in the order of loading, then those that are not
    /// loaded.
    pub fn implementation(&self, at: Position) -> Vec<Target> {
        let Some(place) = Place::new(&self.snapshot, at) else { return Vec::new() };
        let Some(here) = mentions::at(&place) else { return definition(&self.snapshot, at) };
        match &here.thing {
            Thing::Module(name) => module::targets(&place, name, here.span),
            Thing::Environment(name) => environment(&self.snapshot, name, here.span),
            Thing::Language(_) => Vec::new(),
            thing => written(&place, thing, here.span),
        }
    }
}

fn written(place: &Place<'_>, thing: &Thing, origin: Span) -> Vec<Target> {
    let hits = search(place, thing);
    let mut found: Vec<(FileId, Span)> = hits
        .iter()
        .flat_map(|hits| hits.mentions.iter().map(|mention| (hits.file.id, mention)))
        .filter(|(_, mention)| mention.access == Access::Write)
        .map(|(file, mention)| (file, mention.span))
        .collect();
    match thing {
        Thing::Option(name) => {
            let settings = place.settings();
            let files: FxHashSet<FileId> = found.iter().map(|(file, _)| *file).collect();
            let loaded: FxHashMap<(FileId, Span), (u32, u32)> = settings
                .into_iter()
                .flat_map(|settings| {
                    files.iter().flat_map(|&file| settings.in_file(file)).zip(std::iter::repeat(settings))
                })
                .filter(|((_, set), _)| *set.option == **name)
                .map(|((id, set), settings)| ((set.file, set.name_span), settings.time(id)))
                .collect();
            found.sort_by_key(|place| loaded.get(place).copied().unwrap_or((u32::MAX, 0)));
        }
        Thing::Host(name) => found.extend(computed_sections(place, name)),
        _ => {}
    }
    let target = |(file, span)| {
        let file = place.snapshot.file(file)?;
        Some(Target { path: file.path.clone(), full: span, focus: span, origin })
    };
    found.into_iter().take(MOST).filter_map(target).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

    use expect_test::{Expect, expect};

    use crate::testing::at;

    fn check(text: &str, expected: &Expect) {
        expected.assert_eq(&at(text).implementations());
    }

    #[test]
    fn an_option_leads_to_all_assignments_in_the_order_of_loading() {
        check(
            "//- prosody.cfg.lua
Include 'z.cfg.lua'
x = 2
VirtualHost 'a.example' { x = 3 }
y = $0x
//- z.cfg.lua
x = 1
//- a/not_loaded.cfg.lua
x = 4
",
            &expect![[r#"
                z.cfg.lua:1 x
                prosody.cfg.lua:2 x
                prosody.cfg.lua:3 x
                a/not_loaded.cfg.lua:1 x
            "#]],
        );
    }

    #[test]
    fn a_host_leads_to_all_its_sections() {
        check(
            "local n = 'a.example'\nVirtualHost 'a.example'\nVirtualHost(n)\nmain_domain = 'a.e$0xample'\n",
            &expect![[r#"
                prosody.cfg.lua:2 a.example
                prosody.cfg.lua:3 VirtualHost(n)
            "#]],
        );
    }

    #[test]
    fn a_module_leads_to_its_source() {
        check(
            "//- prosody.cfg.lua\nmodules_enabled = { 'ou$0rs' }\n//- modules/mod_ours.lua\n",
            &expect![[r#"
                modules/mod_ours.lua
            "#]],
        );
    }

    #[test]
    fn a_local_variable_leads_to_what_assigns_it() {
        check(
            "local x = 1\nx = 2\ny = $0x\n",
            &expect![[r#"
                prosody.cfg.lua:1 x
                prosody.cfg.lua:2 x
            "#]],
        );
    }
}
