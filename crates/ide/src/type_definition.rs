//! Type definitions: where the source of a module reads an option, as far as the source is in reach.

use std::path::PathBuf;

use schema::OptionInfo;
use syntax::Span;

use crate::definition::{Target, beginning, module};
use crate::place::Place;
use crate::subject::{SubjectKind, subject_at};
use crate::{Analysis, Location, Position, module_source, shape};

impl Analysis {
    /// Where what stands at a place gets its type: where modules read the option, or the source of a component.
    pub fn type_definition(&self, at: Position) -> Vec<Target> {
        let Some(place) = Place::new(&self.snapshot, at) else { return Vec::new() };
        let Some(subject) = subject_at(&place) else { return Vec::new() };
        let origin = subject.span;
        match &subject.kind {
            SubjectKind::Option(name) => option(&place, name, origin),
            SubjectKind::Key(path) => {
                path.first().map(|name| option(&place, name, origin)).unwrap_or_default()
            }
            SubjectKind::Value(path, text) => match shape::provider(path) {
                Some((_, prefix)) => module::targets(&place, &format!("{prefix}{text}"), origin),
                None => path.first().map(|name| option(&place, name, origin)).unwrap_or_default(),
            },
            SubjectKind::Module(name) => module::targets(&place, name, origin),
            SubjectKind::Host(name) => {
                let component = place.settings().and_then(|settings| settings.host(name));
                match component.map(|host| &host.kind) {
                    Some(config::HostKind::Component(name)) => module::targets(&place, name, origin),
                    _ => Vec::new(),
                }
            }
            SubjectKind::Include
            | SubjectKind::Environment(_)
            | SubjectKind::Language(_)
            | SubjectKind::Local(..)
            | SubjectKind::Xep(_) => Vec::new(),
        }
    }
}

/// Where modules read an option.
fn option(place: &Place<'_>, name: &str, origin: Span) -> Vec<Target> {
    let mut found = Vec::new();
    for reader in place.schema.option(name).into_iter().flat_map(OptionInfo::readers) {
        let Some(source) = module::source(place, &reader.module.name) else { continue };
        match module_source::reads(place.snapshot, &source, name) {
            Some(reads) => found.extend(reads.into_iter().map(|read| at(read, origin))),
            // Its name is put together there: what is known is the line.
            None => {
                found.extend(reader.option.at.as_deref().and_then(|line| line_of(place, line, origin)));
            }
        }
    }
    found.dedup();
    found
}

fn at(location: Location, origin: Span) -> Target {
    Target { path: location.path, full: location.span, focus: location.span, origin }
}

/// The line that `/some/where/mod_ours.lua:12` names, if there is such a file.
fn line_of(place: &Place<'_>, line: &str, origin: Span) -> Option<Target> {
    let (path, line) = line.rsplit_once(':')?;
    let (path, line) = (PathBuf::from(path), line.parse::<usize>().ok()?);
    if !path.is_absolute() {
        return None;
    }
    let text = module_source::text(place.snapshot, &path)?;
    let before: usize =
        text.split_inclusive(|byte| *byte == b'\n').take(line.checked_sub(1)?).map(<[u8]>::len).sum();
    if before == 0 {
        return Some(beginning(path, origin));
    }
    let start = Span::empty(u32::try_from(before).ok()?);
    Some(Target { path, full: start, focus: start, origin })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

    use expect_test::{Expect, expect};

    use crate::testing::at;

    fn check(text: &str, expected: &Expect) {
        expected.assert_eq(&at(text).type_definitions());
    }

    #[test]
    fn an_option_leads_to_where_its_modules_read_it() {
        check(
            "//- prosody.cfg.lua
ours_gr$0eeting = 'hi'
//- modules/mod_ours.lua
local x = 1
local greeting = module:get_option_string('ours_greeting')
//- modules/mod_theirs/mod_theirs.lua
module:require 'more'
//- modules/mod_theirs/more.lib.lua
local greeting = module:get_option('ours_greeting')
",
            &expect![[r#"
                modules/mod_ours.lua:2 local greeting = module:get_option_string('<ours_greeting>')
                modules/mod_theirs/more.lib.lua:1 local greeting = module:get_option('<ours_greeting>')
            "#]],
        );
    }

    #[test]
    fn a_name_that_is_put_together_leads_to_the_line() {
        check(
            "//- prosody.cfg.lua\nours_gr$0eeting = 'hi'\n//- modules/mod_ours.lua\nlocal x = 1\nlocal y = module:get_option('ours_' .. 'greeting')\n",
            &expect![[r#"
                modules/mod_ours.lua:2 <>local y = module:get_option('ours_' .. 'greeting')
            "#]],
        );
    }

    #[test]
    fn what_nobody_here_reads_leads_nowhere() {
        check("nobodys_op$0tion = 1\n", &expect![[""]]);
        check("x = ENV_$0Y\n", &expect![[""]]);
    }
}
