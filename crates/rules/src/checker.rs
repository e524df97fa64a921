//! Runs the rules over files, in every tree that loads them.

use std::rc::Rc;

use config::{FileId, Snapshot, SourceFile, Tree, TreeRole};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::cases::CaseFacts;
use crate::context::{Context, Findings, Remembered};
use crate::ignore::Ignore;
use crate::knowledge::Knowledge;
use crate::rules::{ALL, BY_VALUE, HOLD_IN_TEMPLATES, JUDGE_VALUES, unused_ignore};
use crate::{Finding, Levels, Rule, template};

/// No more findings than this for one file: whoever has so many knows that something is wrong.
pub const MOST_FINDINGS: usize = 200;

/// No more trees than this are asked about one file.
const MOST_TREES: usize = 8;

/// Checks the files of one snapshot, and remembers what it learns about their trees.
pub struct Checker<'a> {
    snapshot: &'a Snapshot,
    /// What goes before the levels of the project.
    levels: Levels,
    /// By the tree's address: trees live as long as the snapshot.
    known: FxHashMap<*const Tree, Rc<Knowledge<'a>>>,
    /// Whether nothing is told of other profiles than those that the trees are shown under.
    only_shown: bool,
}

impl<'a> Checker<'a> {
    /// A checker that knows nothing yet.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self::with(snapshot, Levels::default())
    }

    /// A checker with levels that go before those of the project.
    pub fn with(snapshot: &'a Snapshot, levels: Levels) -> Self {
        Self { snapshot, levels, known: FxHashMap::default(), only_shown: false }
    }

    /// The same, but silent about what other profiles do with a file: for who looks at each of them, or at one.
    #[must_use]
    pub fn of_shown_profile(self) -> Self {
        Self { only_shown: true, ..self }
    }

    /// All findings in one file, in the order of their places.
    ///
    /// A file may be part of several trees. What makes loading fail is told for each of them; anything else only if
    /// it holds in all.
    pub fn check(&mut self, file: FileId) -> Vec<Finding> {
        let trees: Vec<&'a Tree> =
            self.snapshot.trees_of(file).take(MOST_TREES).map(std::convert::AsRef::as_ref).collect();
        let best = trees.first().map(|tree| tree.role);
        let project = trees.first().and_then(|tree| tree.project.as_deref());
        let levels =
            project.map_or_else(|| self.levels.clone(), |project| self.levels.or(&Levels::of(project).0));
        // Of closed files no tree stays behind.
        let Some(source) = self.snapshot.file(file).map(SourceFile::passing) else { return Vec::new() };
        let mut findings: Option<Vec<Finding>> = None;
        let mut all_is_known = true;
        for tree in trees.into_iter().filter(|tree| Some(tree.role) == best) {
            let (found, is_complete) = self.check_in(tree, &source, &levels);
            all_is_known &= is_complete;
            findings = Some(match findings {
                None => found,
                Some(before) => combine(before, found),
            });
        }
        let mut findings = findings.unwrap_or_default();
        let is_template = template::is_template(&source);
        findings.retain(|finding| {
            let is_told = !is_template || is_among(HOLD_IN_TEMPLATES, finding);
            is_told
                && !(is_among(JUDGE_VALUES, finding)
                    && template::is_placeholder(finding.span.slice(&source.text)))
        });
        if best != Some(TreeRole::Entry) {
            findings.extend(self.check_hidden(&source, &levels));
        }
        findings.sort_by(|a, b| (a.span, a.rule, &a.message).cmp(&(b.span, b.rule, &b.message)));
        // A file that is loaded twice, or a loop, says the same at the same place.
        findings.dedup_by(|b, a| a.span == b.span && a.rule == b.rule);
        unused_ignore::apply(&source, &mut findings, &levels, all_is_known);
        findings.retain(|finding| !levels.is_off(finding.rule));
        for finding in &mut findings {
            levels.apply(finding);
        }
        findings.sort_by_key(|finding| finding.span);
        findings.truncate(MOST_FINDINGS);
        findings
    }

    /// What the rules that are not off find in one tree, and whether they could see all of it.
    fn check_in(&mut self, tree: &'a Tree, file: &SourceFile, levels: &Levels) -> (Vec<Finding>, bool) {
        let knowledge = self.knowledge(tree);
        let remembered = Remembered::default();
        let context = Context {
            tree,
            settings: &tree.settings,
            file,
            schema: tree.schema(),
            knowledge: &knowledge,
            remembered: &remembered,
            case: None,
        };
        let elsewhere = self.check_cases(tree, &knowledge, file, levels);
        let found = ALL.iter().filter(|rule| !levels.is_off(rule.name)).flat_map(|rule| run(rule, &context));
        // What other variables are for may show the finding that a comment is for.
        let is_complete = context.is_complete() && file.parse.errors.is_empty();
        let mut found: Vec<Finding> = found.collect();
        let mut known: FxHashSet<_> = found.iter().map(|finding| (finding.rule, finding.span)).collect();
        found.extend(elsewhere.into_iter().filter(|other| known.insert((other.rule, other.span))));
        (found, is_complete && (Ignore::all(file).is_empty() || !knowledge.reads_environment()))
    }
}

impl<'a> Checker<'a> {
    /// What is wrong about names and values that a file assigns in other cases than the one that is shown: in branches
    /// that an environment variable chooses.
    fn check_cases(
        &self,
        tree: &'a Tree,
        knowledge: &Knowledge<'a>,
        file: &SourceFile,
        levels: &Levels,
    ) -> Vec<Finding> {
        if self.only_shown {
            return Vec::new();
        }
        let cases = CaseFacts::of_others(self.snapshot, tree, knowledge, file);
        let found = cases.iter().flat_map(|case| {
            let remembered = Remembered::default();
            let context = Context {
                tree,
                settings: &case.settings,
                file,
                schema: tree.schema(),
                knowledge,
                remembered: &remembered,
                case: Some(case),
            };
            let rules = BY_VALUE.iter().filter(|rule| !levels.is_off(rule.name));
            rules.flat_map(|rule| run(rule, &context)).collect::<Vec<_>>()
        });
        found.collect()
    }

    /// The same of a file that no tree loads as it is shown, but one does in another case.
    fn check_hidden(&mut self, file: &SourceFile, levels: &Levels) -> Vec<Finding> {
        let snapshot = self.snapshot;
        let trees = snapshot.trees().map(AsRef::as_ref);
        let loading = trees.filter(|tree: &&Tree| {
            let cases = || tree.known_cases().into_iter().flat_map(|survey| &survey.profiles);
            tree.role == TreeRole::Entry && cases().any(|(_, settings)| settings.loads(file.id))
        });
        let found = loading.take(MOST_TREES).map(|tree| {
            let knowledge = self.knowledge(tree);
            self.check_cases(tree, &knowledge, file, levels)
        });
        found.reduce(combine).unwrap_or_default()
    }

    fn knowledge(&mut self, tree: &'a Tree) -> Rc<Knowledge<'a>> {
        let snapshot = self.snapshot;
        let known = self.known.entry(std::ptr::from_ref(tree));
        Rc::clone(known.or_insert_with(|| Rc::new(Knowledge::gather(snapshot, tree))))
    }
}

fn is_among(rules: &[&Rule], finding: &Finding) -> bool {
    rules.iter().any(|rule| rule.name == finding.rule)
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

#[cfg(test)]
mod tests {
    use config::Workspace;
    use fixture::Directory;

    use super::Checker;

    #[test]
    fn no_tree_stays_behind_a_closed_file() {
        let directory = Directory::new();
        directory.write("prosody.cfg.lua", b"Include \"hosts/*.cfg.lua\"\n");
        for file in 0..20 {
            let text =
                format!("VirtualHost \"h{file}.example\"\nmodules_enabled = {{ \"carbon\" }} -- comment\n");
            directory.write(&format!("hosts/{file:02}.cfg.lua"), text.as_bytes());
        }
        let mut workspace = Workspace::new();
        workspace.set_roots(vec![directory.path().to_owned()]);
        let snapshot = workspace.snapshot(&|_, _| {});
        let mut checker = Checker::new(&snapshot);
        let found: usize = snapshot.files().map(|file| checker.check(file.id).len()).sum();
        assert!(found >= 20, "{found}");
        assert_eq!(snapshot.files().filter(|file| file.parse.is_there()).count(), 0);
    }
}
