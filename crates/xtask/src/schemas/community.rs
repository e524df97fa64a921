//! What the READMEs of community modules say in a form that machines can read: their front matter.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::doap::Claim;
use super::record::Record;

/// How far a module is, in the words of the labels `Stage-*`.
const STAGES: [&str; 8] =
    ["alpha", "beta", "stable", "experimental", "broken", "merged", "obsolete", "deprecated"];

/// What the front matter of one README says.
#[derive(Debug, Default, PartialEq, Eq)]
struct FrontMatter {
    stage: Option<String>,
    superseded_by: Option<String>,
    /// XEPs named in the summary.
    xeps: BTreeSet<u16>,
}

/// Adds what the READMEs in a checkout say.
pub(super) fn describe(records: &mut [Record], root: &Path) {
    for record in records {
        let folder = root.join(format!("mod_{}", record.name));
        // Debian keeps them among its documentation.
        let documentation =
            root.join(format!("../../../share/doc/prosody-modules/README_mod_{}.md", record.name));
        let places = [folder.join("README.md"), folder.join("README.markdown"), documentation];
        let readme = places.iter().find_map(|path| fs::read(path).ok());
        let Some(readme) = readme else { continue };
        let found = front_matter(&String::from_utf8_lossy(&readme));
        record.stage = found.stage.or(record.stage.take());
        record.superseded_by = found.superseded_by.or(record.superseded_by.take());
        let claim = |number| Claim { number, extent: Some("mentioned".to_owned()), since: None };
        record.xeps = Some(found.xeps.into_iter().map(claim).collect());
    }
}

fn front_matter(readme: &str) -> FrontMatter {
    let mut found = FrontMatter::default();
    let Some(text) = readme.strip_prefix("---") else { return found };
    for line in text.lines().skip(1).take_while(|line| !matches!(line.trim_end(), "---" | "...")) {
        for word in line.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))) {
            let stage = word.get(.."stage-".len()).filter(|start| start.eq_ignore_ascii_case("stage-"));
            let stage = stage.and_then(|start| word.get(start.len()..)).map(str::to_lowercase);
            found.stage = stage.filter(|stage| STAGES.contains(&stage.as_str())).or(found.stage);
            if let Some(number) = word.strip_prefix("XEP-").filter(|number| number.len() == 4)
                && line.starts_with("summary:")
            {
                found.xeps.extend(number.parse::<u16>());
            }
        }
        if let Some(module) = line.strip_prefix("superseded_by:") {
            found.superseded_by = module.trim().strip_prefix("mod_").map(str::to_owned);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{FrontMatter, front_matter};

    #[test]
    fn labels_tell_the_stage_and_the_successor() {
        let readme = "---\nlabels:\n- 'Stage-Obsolete'\nsuperseded_by: mod_smacks\n\
                      summary: 'XEP-0198: Reliability'\n...\n\nStage-Alpha, XEP-0001\n";
        let expected = FrontMatter {
            stage: Some("obsolete".into()),
            superseded_by: Some("smacks".into()),
            xeps: BTreeSet::from([198]),
        };
        assert_eq!(front_matter(readme), expected);
    }

    #[test]
    fn text_without_front_matter_says_nothing() {
        assert_eq!(front_matter("# Introduction\n\n- Stage-Alpha\n"), FrontMatter::default());
    }
}
