//! From an `Include` to its files, from a host's name to its sections.

use rustc_hash::FxHashSet;
use syntax::Span;

use super::beginning;
use crate::Target;
use crate::place::Place;

/// The files that the `Include` with this argument loads.
pub(crate) fn include(place: &Place<'_>, argument: Span) -> Vec<Target> {
    let includes = place.settings().into_iter().flat_map(|settings| settings.includes_in(place.file.id));
    let (mut seen, mut targets) = (FxHashSet::default(), Vec::new());
    for include in includes {
        let is_this = include.span.contains(argument) || argument.contains(include.span);
        for id in include.targets.iter().filter(|_| is_this) {
            if seen.insert(*id) {
                targets.push(*id);
            }
        }
    }
    targets
        .iter()
        .filter_map(|id| place.snapshot.file(*id))
        .map(|file| beginning(file.path.clone(), argument))
        .collect()
}

/// The calls that open a host's sections.
pub(crate) fn host(place: &Place<'_>, name: &str, origin: Span) -> Vec<Target> {
    let sections = place.settings().into_iter().flat_map(|settings| settings.sections_of(name));
    let mut targets: Vec<Target> = sections
        .filter_map(|section| {
            let file = place.snapshot.file(section.file)?;
            Some(Target { path: file.path.clone(), full: section.call, focus: section.call, origin })
        })
        .collect();
    targets.dedup();
    targets
}
