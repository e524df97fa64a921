//! What does not run under the profile that is shown: the branches not taken.

use config::FileId;
use rustc_hash::FxHashSet;
use syntax::Span;
use syntax::ast::{Block, Node, Stat, StatKind, walk};

use crate::Analysis;
use crate::tokens::Fates;

impl Analysis {
    /// The statements that set options and do not run under the profile that is shown, neighbours together. Empty
    /// where that can't be told for certain.
    pub fn inactive(&self, file: FileId) -> Vec<Span> {
        let Some(source) = self.snapshot.file(file) else { return Vec::new() };
        let fates = Fates::of(self.snapshot.tree_of(file).map(|tree| &**tree), file);
        let mut spans = Vec::new();
        if fates.complete {
            let block = &source.parse.chunk.block;
            let mut locals = FxHashSet::default();
            walk(block, &mut |node| {
                if let Node::Stat(Stat { kind: StatKind::Local { names, .. }, .. }) = node {
                    locals.extend(names.iter().map(|local| &*local.name.text));
                }
            });
            Search { fates: &fates, locals }.block(block, &mut spans);
        }
        spans
    }
}

struct Search<'a> {
    fates: &'a Fates,
    /// Names that are local somewhere in the file: whether they run is not on record.
    locals: FxHashSet<&'a str>,
}

impl Search<'_> {
    /// Adds what does not run of a block, neighbours together. Of branches that is what is inside: their conditions may
    /// well run.
    fn block(&self, block: &Block, spans: &mut Vec<Span>) {
        let mut last_is_inactive = false;
        for stat in &block.stats {
            let is_inactive = self.is_inactive(stat);
            match spans.last_mut() {
                Some(last) if is_inactive && last_is_inactive => last.end = stat.span.end,
                _ if is_inactive => spans.push(stat.span),
                _ => self.inside(stat, spans),
            }
            last_is_inactive = is_inactive;
        }
    }

    /// Whether a statement sets options only, and none of them is set.
    fn is_inactive(&self, stat: &Stat) -> bool {
        let StatKind::Assign { targets, .. } = &stat.kind else { return false };
        targets.iter().all(|target| {
            let is_option = target.as_name().is_some_and(|name| !self.locals.contains(name));
            is_option && !self.fates.runs(target.span.start)
        })
    }

    fn inside(&self, stat: &Stat, spans: &mut Vec<Span>) {
        match &stat.kind {
            StatKind::If { arms, otherwise } => {
                for body in arms.iter().map(|(_, body)| body).chain(otherwise) {
                    self.block(body, spans);
                }
            }
            StatKind::Do(body)
            | StatKind::While { body, .. }
            | StatKind::Repeat { body, .. }
            | StatKind::NumericFor { body, .. }
            | StatKind::GenericFor { body, .. } => self.block(body, spans),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{at, in_environment};

    const TEXT: &str = "$0log = 'info'
if ENV_E == 'two' then
  log = 'error'
  admins = {}
else
  log = 'warn'
end
local function f() c2s_ports = {} end
local domain = 'x'
if domain == 'y' then domain = 'z' end
";

    #[test]
    fn branches_that_are_not_taken() {
        assert_eq!(at(TEXT).inactive(), ["log = 'error'\n  admins = {}"]);
        assert_eq!(in_environment(&[("E", "two")], TEXT).inactive(), ["log = 'warn'"]);
    }

    #[test]
    fn nothing_is_said_where_loading_fails_or_is_not_certain() {
        assert!(at("$0error('x')\nlog = 'info'\n").inactive().is_empty());
        assert!(at("//- conf.d/x.cfg.lua\n$0if false then log = 'info' end\n").inactive().is_empty());
    }
}
