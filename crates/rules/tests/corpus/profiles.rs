//! What is said of all profiles.

use config::FileId;
use rules::Finding;

use crate::{corpus, each_run};

#[test]
fn what_is_never_effective_may_be_anything() {
    if corpus().is_none() {
        return;
    }
    let mut count = 0;
    each_run(|run| {
        let is_it = |(_, finding): &(FileId, Finding)| finding.rule == "never-effective";
        for (file, finding) in run.findings().into_iter().filter(is_it) {
            let tree = run.snapshot.tree_of(file).expect("a tree");
            let (_, set) = tree
                .settings
                .in_file(file)
                .find(|(_, set)| set.name_span == finding.span)
                .expect("an assignment");
            let source = run.snapshot.file(file).expect("a file");
            let mut text = source.text.to_vec();
            text.splice(std::ops::Range::from(set.value_span), *b"\"something else\"");
            let other = run.snapshot.with_texts(&[(file, text.into())]);
            let others = other.survey(other.tree_of(file).expect("the same tree"));
            for ((named, before), (_, after)) in
                run.snapshot.survey(tree).profiles.iter().zip(&others.profiles)
            {
                for host in &before.hosts {
                    for chain in &host.chains {
                        let value = after.effective(&host.name, &chain.option).map(|(_, chain)| &chain.value);
                        let is_same = value
                            .is_some_and(|value| *value == chain.value || value.same_content(&chain.value));
                        let place = run.place(file, finding.span.start);
                        assert!(is_same, "{} {place}: {} of {}", run.name, chain.option, named.name);
                    }
                }
            }
            count += 1;
        }
    });
    assert!(count > 5, "only {count} findings");
}
