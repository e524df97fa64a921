//! Completions of words that Prosody knows: network backends, roles, mechanisms.

use schema::{Domain, Word};

use super::{Candidate, Candidates, Context};
use crate::CompletionKind;
use crate::shape;

/// The words that the value at a path is taken from, or an item of it.
pub(super) fn values<'a>(context: &'a Context<'_>, path: &[String], found: &mut Candidates<'a>) {
    let steps: Vec<&str> = path.iter().map(String::as_str).collect();
    let Some(domain) = Domain::of_value(&steps) else { return };
    // The modules among them are offered with all that is known of them.
    let is_offered = |word: &Word<'_>| word.module.is_some() && shape::provider(path).is_some();
    for (word, tier) in
        context.place.schema.domain(domain).into_iter().filter(|word| !is_offered(word)).zip(3..)
    {
        found.offer(word.name, tier, move |label| {
            let insert = context.quoted(&label);
            Candidate::new(label, CompletionKind::Value).inserting(insert).documented(Some(word.doc))
        });
    }
}
