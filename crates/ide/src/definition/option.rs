//! From an option to the assignments that give it its value.

use config::{AssignmentId, How, Settings};
use syntax::Span;

use crate::Target;
use crate::hover::assignment_at;
use crate::place::Place;

/// From the winner no more of the others are offered: references list them all.
const MOST: usize = 16;

/// The assignment that wins on this host; from the winner itself the others, the nearest first.
pub(crate) fn targets(place: &Place<'_>, option: &str, origin: Span) -> Vec<Target> {
    let Some(settings) = place.settings() else { return Vec::new() };
    let here = assignment_at(place, settings, option);
    let host = here.map_or_else(|| place.host(), |(_, assignment)| assignment.host.to_string());
    let mut chain = chain(settings, &host, option);
    if host != "*" {
        chain.extend(self::chain(settings, "*", option));
    }
    let winner = chain.first().copied();
    let wanted: Vec<AssignmentId> = match (winner, here) {
        (Some(winner), Some((here, _))) if winner == here && chain.len() > 1 => {
            chain.into_iter().filter(|id| *id != here).take(MOST).collect()
        }
        (winner, _) => winner.into_iter().collect(),
    };
    wanted.into_iter().filter_map(|id| target(place, settings, id, origin)).collect()
}

/// The assignments of an option on this very host, the winner first.
fn chain(settings: &Settings, host: &str, option: &str) -> Vec<AssignmentId> {
    let chain = settings.host(host).and_then(|host| host.chain(option));
    chain.map(|chain| chain.assignments.iter().rev().copied().collect()).unwrap_or_default()
}

fn target(place: &Place<'_>, settings: &Settings, id: AssignmentId, origin: Span) -> Option<Target> {
    let assignment = settings.assignment(id)?;
    let file = place.snapshot.file(assignment.file)?;
    let full = assignment.span.cover(assignment.name_span);
    let focus = if assignment.how == How::Internal { full } else { assignment.name_span };
    Some(Target { path: file.path.clone(), full, focus, origin })
}
