//! `unused-ignore`

use config::SourceFile;
use syntax::Span;

use crate::context::{Context, Findings};
use crate::ignore::Ignore;
use crate::registry::{self, declare_rule};
use crate::{Edit, Finding, Fix, Levels, Severity, Tag, list};

declare_rule! {
    /// Finds comments that ignore findings which are not there.
    ///
    /// `-- prosody-ls: ignore[RULE]` takes back the findings of a rule on its line, or, where it stands alone, on the next
    /// one; `-- prosody-ls: ignore-file[RULE]` does so for the whole file. Several rules are separated by commas, and a
    /// reason may follow. When the cause is gone the comment can go, too, before it hides something new.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "carbons" } -- prosody-ls: ignore[unknown-module]
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "ours" } -- prosody-ls: ignore[unknown-module] lies on the server only
    /// ```
    UNUSED_IGNORE = "unused-ignore", Hint, check
}

/// Names that are none of a rule.
fn check(context: &Context<'_>, findings: &mut Findings) {
    for ignore in Ignore::all(context.file) {
        if ignore.rules.is_empty() {
            let finding = findings
                .add(ignore.comment, "this comment names no rule to ignore: write `ignore[RULE]`".to_owned());
            finding.severity = Severity::Warning;
        }
        for (name, span) in ignore.rules.iter().filter(|(name, _)| registry::rule(name).is_none()) {
            let near = registry::closest(name);
            let finding = findings.add(*span, format!("there is no rule \"{name}\""));
            finding.severity = Severity::Warning;
            if !near.is_empty() {
                finding.help = Some(format!("Did you mean `{near}`?"));
                finding.fix = Some(Fix {
                    title: format!("Change to `{near}`"),
                    edits: vec![Edit { file: context.file.id, span: *span, text: near.to_owned() }],
                    safe: false,
                });
            }
        }
    }
}

/// Takes out the findings that comments take back, and adds one for each comment that has nothing to take back, unless
/// findings may be missing: then nobody knows.
pub(crate) fn apply(file: &SourceFile, found: &mut Vec<Finding>, levels: &Levels, all_is_known: bool) {
    let ignores = Ignore::all(file);
    if ignores.is_empty() {
        return;
    }
    let mut unused = Findings::of(&UNUSED_IGNORE);
    for ignore in &ignores {
        for &(name, span) in &ignore.rules {
            let takes_back = |finding: &Finding| finding.rule == name && ignore.covers(file, finding.span);
            let is_used = found.iter().any(takes_back);
            let is_judged =
                registry::rule(name).is_some() && name != UNUSED_IGNORE.name && !levels.is_off(name);
            if all_is_known && is_judged && !is_used {
                let finding = unused.add(span, format!("there is no finding of `{name}` to ignore here"));
                finding.tag = Some(Tag::Unnecessary);
                if ignore.rules.len() == 1 {
                    finding.fix = Some(Fix {
                        title: "Remove the comment".to_owned(),
                        edits: vec![Edit {
                            file: file.id,
                            span: removal(file, ignore.comment),
                            text: String::new(),
                        }],
                        safe: true,
                    });
                }
            }
        }
    }
    found.extend(unused.found);
    let is_ignored = |finding: &Finding| {
        ignores.iter().any(|ignore| {
            ignore.rules.iter().any(|(name, _)| *name == finding.rule) && ignore.covers(file, finding.span)
        })
    };
    found.retain(|finding| !is_ignored(finding));
}

/// The comment with its line, or with the blanks between it and what stands before it.
fn removal(file: &SourceFile, comment: Span) -> Span {
    let mut kept = file.text.get(..comment.start as usize).unwrap_or_default();
    while let [rest @ .., b' ' | b'\t'] = kept {
        kept = rest;
    }
    let starts_line = matches!(kept.last(), None | Some(b'\n' | b'\r'));
    if starts_line {
        return list::removal(&file.text, comment);
    }
    Span::new(u32::try_from(kept.len()).unwrap_or(comment.start), comment.end)
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn what_is_gone_need_not_be_ignored() {
        check(
            "unused-ignore",
            r#"
modules_enabled = { "carbons" } -- prosody-ls: ignore[unknown-module]
                                                      ^^^^^^^^^^^^^^ hint[unused-ignore]: there is no finding of `unknown-module` to ignore here
-- prosody-ls: ignore-file[unknown-modul]
                           ^^^^^^^^^^^^^ warning[unused-ignore]: there is no rule "unknown-modul"
-- prosody-ls: ignore
^^^^^^^^^^^^^^^^^^^^^ warning[unused-ignore]: this comment names no rule to ignore: write `ignore[RULE]`
"#,
        );
    }

    #[test]
    fn where_findings_may_be_missing_nothing_is_said() {
        check("unused-ignore", "//- alone.cfg.lua\nlog = 1 -- prosody-ls: ignore[overwritten-list]\n");
    }

    #[test]
    fn it_can_be_taken_out() {
        assert_eq!(
            fixed("unused-ignore", "log = \"a\" -- prosody-ls: ignore[unknown-module]\n"),
            "log = \"a\"\n"
        );
    }
}
