//! Runs the rules over files, in every tree that loads them.

use std::rc::Rc;

use config::{FileId, Snapshot, Tree};
use rustc_hash::FxHashMap;
use schema::Schema;

use crate::context::{Context, Findings};
use crate::knowledge::Knowledge;
use crate::rules::ALL;
use crate::{Finding, Rule};

/// No more findings than this for one file: whoever has so many knows that something is wrong.
const MOST: usize = 200;

/// No more trees than this are asked about one file.
const MOST_TREES: usize = 8;

/// Checks the files of one snapshot, and remembers what it learns about their trees.
pub struct Checker<'a> {
    snapshot: &'a Snapshot,
    /// By the tree's address: trees live as long as the snapshot.
    known: FxHashMap<*const Tree, Rc<Knowledge<'a>>>,
}

impl<'a> Checker<'a> {
    /// A checker that knows nothing yet.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self { snapshot, known: FxHashMap::default() }
    }

    /// All findings in one file, in the order of their places.
    ///
    /// A file may be part of several trees. What makes loading fail is told for each of them; anything else only if
    /// it holds in all.
    pub fn check(&mut self, file: FileId) -> Vec<Finding> {
        let trees: Vec<&'a Tree> =
            self.snapshot.trees_of(file).take(MOST_TREES).map(std::convert::AsRef::as_ref).collect();
        let best = trees.first().map(|tree| tree.role);
        let mut findings: Option<Vec<Finding>> = None;
        for tree in trees.into_iter().filter(|tree| Some(tree.role) == best) {
            let found = self.check_in(tree, file);
            findings = Some(match findings {
                None => found,
                Some(before) => combine(before, found),
            });
        }
        let mut findings = findings.unwrap_or_default();
        findings.sort_by(|a, b| (a.span, a.rule, &a.message).cmp(&(b.span, b.rule, &b.message)));
        // A file that is loaded twice, or a loop, says the same at the same place.
        findings.dedup_by(|b, a| a.span == b.span && a.rule == b.rule);
        findings.truncate(MOST);
        findings
    }

    fn check_in(&mut self, tree: &'a Tree, file: FileId) -> Vec<Finding> {
        let Some(file) = self.snapshot.file(file) else { return Vec::new() };
        let snapshot = self.snapshot;
        let knowledge = Rc::clone(
            self.known
                .entry(std::ptr::from_ref(tree))
                .or_insert_with(|| Rc::new(Knowledge::gather(snapshot, tree))),
        );
        let context = Context {
            tree,
            settings: &tree.settings,
            file,
            schema: Schema::of(tree.version()),
            knowledge: &knowledge,
        };
        ALL.iter().flat_map(|rule| run(rule, &context)).collect()
    }
}

fn run(rule: &'static Rule, context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Findings::of(rule);
    (rule.check)(context, &mut findings);
    findings.found
}

/// What two trees say about a file, taken together.
fn combine(mut a: Vec<Finding>, b: Vec<Finding>) -> Vec<Finding> {
    let same = |x: &Finding, y: &Finding| x.rule == y.rule && x.span == y.span;
    a.retain(|x| stops_loading(x) || b.iter().any(|y| same(x, y)));
    let new: Vec<Finding> =
        b.into_iter().filter(|y| stops_loading(y) && !a.iter().any(|x| same(x, y))).collect();
    a.extend(new);
    a
}

fn stops_loading(finding: &Finding) -> bool {
    matches!(finding.rule, "syntax-error" | "load-error" | "include-not-found")
}
