//! The assignments of a chain.

use std::ops::Deref;
use std::sync::Arc;

use super::AssignmentId;

/// A list of assignments that takes no room elsewhere while it is short, and is shared between copies when it is long:
/// large trees have hundreds of thousands of short ones, and some very long ones.
#[derive(Clone)]
pub struct AssignmentIds(Ids);

#[derive(Clone)]
enum Ids {
    None,
    One([AssignmentId; 1]),
    Two([AssignmentId; 2]),
    Many(Arc<Vec<AssignmentId>>),
}

impl AssignmentIds {
    /// An empty list.
    pub(crate) const fn new() -> Self {
        Self(Ids::None)
    }

    /// Adds one at the end.
    pub(crate) fn push(&mut self, id: AssignmentId) {
        self.0 = match std::mem::replace(&mut self.0, Ids::None) {
            Ids::None => Ids::One([id]),
            Ids::One([first]) => Ids::Two([first, id]),
            Ids::Two([first, second]) => Ids::Many(Arc::new(vec![first, second, id])),
            Ids::Many(mut ids) => {
                Arc::make_mut(&mut ids).push(id);
                Ids::Many(ids)
            }
        };
    }

    /// Gives back what it has taken for others to come.
    pub(crate) fn shrink_to_fit(&mut self) {
        if let Ids::Many(ids) = &mut self.0 {
            Arc::make_mut(ids).shrink_to_fit();
        }
    }
}

impl Deref for AssignmentIds {
    type Target = [AssignmentId];

    fn deref(&self) -> &[AssignmentId] {
        match &self.0 {
            Ids::None => &[],
            Ids::One(one) => one,
            Ids::Two(two) => two,
            Ids::Many(ids) => ids,
        }
    }
}

impl From<Vec<AssignmentId>> for AssignmentIds {
    fn from(ids: Vec<AssignmentId>) -> Self {
        Self(match *ids {
            [] => Ids::None,
            [one] => Ids::One([one]),
            [first, second] => Ids::Two([first, second]),
            _ => Ids::Many(Arc::new(ids)),
        })
    }
}

impl<'a> IntoIterator for &'a AssignmentIds {
    type Item = &'a AssignmentId;
    type IntoIter = std::slice::Iter<'a, AssignmentId>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl std::fmt::Debug for AssignmentIds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// There are many.
const _: () = assert!(size_of::<AssignmentIds>() <= 24);

#[cfg(test)]
mod tests {
    use super::{AssignmentId, AssignmentIds};

    #[test]
    fn lists_of_any_length_hold_what_they_are_given() {
        let ids: Vec<AssignmentId> = (0..5).map(|index| AssignmentId { run: 7, index }).collect();
        for length in 0..=ids.len() {
            let mut list = AssignmentIds::new();
            ids[..length].iter().for_each(|id| list.push(*id));
            assert_eq!(*list, ids[..length]);
            assert_eq!(*AssignmentIds::from(ids[..length].to_vec()), ids[..length]);
        }
    }
}
