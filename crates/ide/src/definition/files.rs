//! From an `Include` to its files, from a host's name to its sections.

use syntax::Span;

use super::beginning;
use crate::Target;
use crate::place::Place;

/// The files that the `Include` with this argument loads.
pub(crate) fn include(place: &Place<'_>, argument: Span) -> Vec<Target> {
    let includes = place.settings().into_iter().flat_map(|settings| settings.includes_in(place.file.id));
    let mut seen = Vec::new();
    for include in includes {
        let is_this = include.span.contains(argument) || argument.contains(include.span);
        for id in include.targets.iter().filter(|_| is_this) {
            if !seen.contains(id) {
                seen.push(*id);
            }
        }
    }
    seen.iter()
        .filter_map(|id| place.snapshot.file(*id))
        .map(|file| beginning(file.path.clone(), argument))
        .collect()
}

/// The calls that open a host's sections.
pub(crate) fn host(place: &Place<'_>, name: &str, origin: Span) -> Vec<Target> {
    let sections = place.settings().into_iter().flat_map(config::Settings::sections);
    let mut targets: Vec<Target> = sections
        .filter(|section| &*section.host == name)
        .filter_map(|section| {
            let file = place.snapshot.file(section.file)?;
            Some(Target { path: file.path.clone(), full: section.call, focus: section.call, origin })
        })
        .collect();
    targets.dedup();
    targets
}
