//! References: every assignment and every mention of what stands at a place, in all files and branches of its
//! configuration, whether they are loaded or not.

use std::path::PathBuf;

use config::Snapshot;
use syntax::Span;

use crate::declaration::declaration;
use crate::mentions::{self, Thing, search};
use crate::place::Place;
use crate::{Analysis, Position, environments, module_source};

/// More places than this are of no use to anybody.
const MOST: usize = 10_000;

/// Some bytes of a file, which need not be one of the snapshot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file.
    pub path: PathBuf,
    /// The bytes.
    pub span: Span,
}

impl Analysis {
    /// All mentions of what stands at a place; its declaration counts only with `declaration`.
    pub fn references(&self, at: Position, declaration: bool) -> Vec<Location> {
        references(&self.snapshot, at, declaration)
    }
}

fn references(snapshot: &Snapshot, at: Position, with_declaration: bool) -> Vec<Location> {
    let Some(place) = Place::new(snapshot, at) else { return Vec::new() };
    let Some(here) = mentions::at(&place) else { return Vec::new() };
    let mut found = all(&place, &here.thing);
    if !with_declaration {
        let declared = declaration(snapshot, at);
        found.retain(|location| {
            !declared
                .iter()
                .any(|target| target.path == location.path && target.focus.contains(location.span))
        });
    }
    found.truncate(MOST);
    found
}

/// All places that mention a thing, by file.
pub(crate) fn all(place: &Place<'_>, thing: &Thing) -> Vec<Location> {
    let hits = search(place, thing);
    let mut found: Vec<Location> = hits
        .iter()
        .flat_map(|hits| {
            let path = &hits.file.path;
            hits.mentions.iter().map(|mention| Location { path: path.clone(), span: mention.span })
        })
        .collect();
    match thing {
        Thing::Host(name) => {
            let computed = computed_sections(place, name);
            found.extend(computed.into_iter().filter_map(|(file, span)| {
                Some(Location { path: place.snapshot.file(file)?.path.clone(), span })
            }));
            found.sort();
        }
        Thing::Environment(name) => found.extend(environments::settings_of(place.snapshot, name)),
        Thing::Option(name) => {
            let modules = module_source::private_readers(place.schema, name);
            found.extend(modules.into_iter().flat_map(|module| {
                module_source::reads(place.snapshot, &module.file, name).into_iter().flatten()
            }));
        }
        Thing::Module(_) | Thing::Language(_) | Thing::Local(_) => {}
    }
    found.dedup();
    found
}

/// Calls that open a section of a host and don't spell its name: `VirtualHost(domain)`.
pub(crate) fn computed_sections(place: &Place<'_>, host: &str) -> Vec<(config::FileId, Span)> {
    let sections = place.settings().into_iter().flat_map(|settings| settings.sections_of(host));
    let mut found: Vec<_> = sections
        .filter(|section| {
            let Some(file) = place.snapshot.file(section.file) else { return false };
            !mentions::of_file(place.snapshot, file).mentions.iter().any(|mention| {
                mention.sure
                    && section.call.contains(mention.span)
                    && matches!(&mention.thing, Thing::Host(name) if **name == *host)
            })
        })
        .map(|section| (section.file, section.call))
        .collect();
    found.sort_unstable_by_key(|(file, span)| (*file, span.start));
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

    use expect_test::{Expect, expect};

    use crate::testing::at;

    fn check(text: &str, expected: &Expect) {
        expected.assert_eq(&at(text).references(true));
    }

    #[test]
    fn an_option_is_found_in_files_and_branches_that_are_not_loaded() {
        check(
            "//- prosody.cfg.lua
pidf$0ile = 'a'
if ENV_X then pidfile = 'b' end
Include 'a.cfg.lua'
VirtualHost 'h.example' { pidfile = 'c' }
-- pidfile
x = 'pidfile'
//- a.cfg.lua
y = { pidfile }
//- unused/b.cfg.lua
pidfile = 'd'
local function f(pidfile) return pidfile end
",
            &expect![[r#"
                a.cfg.lua:1 y = { <pidfile> }
                prosody.cfg.lua:1 <pidfile> = 'a'
                prosody.cfg.lua:2 if ENV_X then <pidfile> = 'b' end
                prosody.cfg.lua:4 VirtualHost 'h.example' { <pidfile> = 'c' }
                unused/b.cfg.lua:1 <pidfile> = 'd'
            "#]],
        );
    }

    #[test]
    fn a_module_is_found_in_lists_however_they_are_made_and_as_component_and_provider() {
        check(
            "//- prosody.cfg.lua
local base = { 'm$0uc'; 'mam' }
modules_enabled = base
table.insert(modules_enabled, 'muc')
VirtualHost 'a.example'
  modules_disabled = { 'muc' }
Component 'b.example' 'muc'
x = { 'muc' }
",
            &expect![[r#"
                prosody.cfg.lua:1 local base = { '<muc>'; 'mam' }
                prosody.cfg.lua:3 table.insert(modules_enabled, '<muc>')
                prosody.cfg.lua:5 modules_disabled = { '<muc>' }
                prosody.cfg.lua:6 Component 'b.example' '<muc>'
            "#]],
        );
        check(
            "storage = { archive = 's$0ql'; roster = 'internal' }\nVirtualHost 'x.example' { storage = 'sql' }\nx = 'sql'\n",
            &expect![[r#"
                prosody.cfg.lua:1 storage = { archive = '<sql>'; roster = 'internal' }
                prosody.cfg.lua:2 VirtualHost 'x.example' { storage = '<sql>' }
            "#]],
        );
    }

    #[test]
    fn a_module_of_a_list_that_a_loop_goes_through_is_found() {
        check(
            "local extra = { 'm$0am' }
modules_enabled = { 'roster', 'mam' }
for _, name in ipairs(extra) do
  modules_enabled:append { name }
end
",
            &expect![[r#"
                prosody.cfg.lua:1 local extra = { '<mam>' }
                prosody.cfg.lua:2 modules_enabled = { 'roster', '<mam>' }
            "#]],
        );
    }

    #[test]
    fn a_host_is_found_wherever_a_string_is_that_host() {
        check(
            "//- prosody.cfg.lua
local domain = 'Example.org'
VirtualHost 'exa$0mple.org'
  admins = { 'me@example.org', 'you@other.example' }
VirtualHost(domain)
Component 'rooms.example.org' 'muc'
  http_host = \"EXAMPLE.org\"
//- other.cfg.lua
disco_items = { { 'example.org', 'example.org' } }
x = 'https://example.org/'
",
            &expect![[r#"
                other.cfg.lua:1 disco_items = { { '<example.org>', 'example.org' } }
                other.cfg.lua:1 disco_items = { { 'example.org', '<example.org>' } }
                prosody.cfg.lua:1 local domain = '<Example.org>'
                prosody.cfg.lua:2 VirtualHost '<example.org>'
                prosody.cfg.lua:3 admins = { 'me@<example.org>', 'you@other.example' }
                prosody.cfg.lua:4 <VirtualHost(domain)>
                prosody.cfg.lua:6 http_host = "<EXAMPLE.org>"
            "#]],
        );
    }

    #[test]
    fn an_environment_variable_is_found_where_it_is_read_and_where_it_is_set() {
        check(
            "//- prosody.cfg.lua
x = ENV_LE$0VEL
y = os.getenv 'LEVEL'
z = 'LEVEL'
//- .env
# LEVEL=0
LEVEL=1
//- compose.yaml
services:
  a:
    environment:
      - \"LEVEL=2\"
  b:
    environment:
      LEVEL: 3
",
            &expect![[r#"
                prosody.cfg.lua:1 x = ENV_<LEVEL>
                prosody.cfg.lua:2 y = os.getenv '<LEVEL>'
                .env:2 <LEVEL>=1
                compose.yaml:4 - "<LEVEL>=2"
                compose.yaml:7 <LEVEL>: 3
            "#]],
        );
    }

    #[test]
    fn a_local_variable_is_found_in_its_scope() {
        check(
            "local a = 1\ndo local a = a + a$0; b = a end\na = a\nfunction f(a) return a end\nx = a .. ENV_a\n",
            &expect![[r#"
                prosody.cfg.lua:1 local <a> = 1
                prosody.cfg.lua:2 do local a = <a> + a; b = a end
                prosody.cfg.lua:2 do local a = a + <a>; b = a end
                prosody.cfg.lua:3 <a> = a
                prosody.cfg.lua:3 a = <a>
                prosody.cfg.lua:5 x = <a> .. ENV_a
            "#]],
        );
    }

    #[test]
    fn an_option_of_a_private_module_is_found_in_its_source() {
        check(
            "//- prosody.cfg.lua
modules_enabled = { 'ours' }
ours_gr$0eeting = 'hi'
//- modules/mod_ours.lua
local greeting = module:get_option_string('ours_greeting', 'ours_greeting')
",
            &expect![[r#"
                prosody.cfg.lua:2 <ours_greeting> = 'hi'
                modules/mod_ours.lua:1 local greeting = module:get_option_string('<ours_greeting>', 'ours_greeting')
            "#]],
        );
    }

    #[test]
    fn the_declaration_is_left_out_on_demand() {
        let text = "//- prosody.cfg.lua\nInclude 'a.cfg.lua'\nx = 2\n//- a.cfg.lua\nx = 1\ny = x$0\n";
        expect![[r#"
            a.cfg.lua:2 y = <x>
            prosody.cfg.lua:2 <x> = 2
        "#]]
        .assert_eq(&at(text).references(false));
        expect![[r#"
            prosody.cfg.lua:2 x = <a>
        "#]]
        .assert_eq(&at("local a = 1\nx = $0a\n").references(false));
    }

    #[test]
    fn half_typed_files_have_references() {
        check(
            "a = 1\nb = { a$0\nc = a\n",
            &expect![[r#"
                prosody.cfg.lua:1 <a> = 1
                prosody.cfg.lua:2 b = { <a>
                prosody.cfg.lua:3 c = <a>
            "#]],
        );
    }
}
