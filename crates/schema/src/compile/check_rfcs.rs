//! What the list of RFCs may not say.

use std::collections::BTreeSet;

use super::document::RfcFile;
use super::{Parsed, Problems};

const STATUSES: [&str; 7] = [
    "Best Current Practice",
    "Draft Standard",
    "Experimental",
    "Historic",
    "Informational",
    "Internet Standard",
    "Proposed Standard",
];

pub(super) fn check(rfcs: &Parsed<'_, RfcFile>, problems: &mut Problems) {
    let known: BTreeSet<u16> = rfcs.file.rfc.iter().map(|rfc| *rfc.number.get_ref()).collect();
    let mut last = None;
    for rfc in &rfcs.file.rfc {
        let number = *rfc.number.get_ref();
        let mut add = |span, reason| problems.add(rfcs.source, span, format!("RFC {number}: {reason}"));
        if last.is_some_and(|last| number <= last) {
            add(rfc.number.span(), "numbers must rise".into());
        }
        last = Some(number);
        if !STATUSES.contains(&rfc.status.get_ref().as_str()) {
            add(rfc.status.span(), format!("'{}' is none of {}", rfc.status.get_ref(), STATUSES.join(", ")));
        }
        for other in rfc.obsoleted_by.iter().filter(|other| !known.contains(other.get_ref())) {
            add(other.span(), format!("obsoleted by {}, which is not listed", other.get_ref()));
        }
    }
}
