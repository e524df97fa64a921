//! What real Prosody says of the trees: each choice alone, and 200 combinations.
//!
//! It loads each without a warning, we understand it value for value, and the modules are Prosody's own.
//! `tests/fetch-prosody.sh` unpacks the releases; without them the test says that it was skipped.

use scaffold::Layout;
use schema::{Origin, Schema, Version};

use crate::Tree;
use crate::answers::{Figures, HostOrder, Run, compare, ours};
use crate::process::{Judge, judges};

#[test]
fn trees_mean_what_prosody_says() {
    let Some(judges) = judges() else { return };
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = judges.into_iter().map(|judge| scope.spawn(|| differences(judge))).collect();
        running.into_iter().flat_map(|judge| judge.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// All that is not as it should be, by one Prosody.
fn differences(mut judge: Judge) -> Vec<String> {
    let mut wrong = Vec::new();
    let version: Version = judge.release.parse().unwrap();
    let mut figures = Figures::default();
    for tree in Layout::ALL.map(|layout| Tree::write(judge.release, layout, version)) {
        let directory = tree.directory.to_str().unwrap();
        for env in tree.single_choices().into_iter().chain(tree.combinations(200)) {
            let run = Run {
                root: &tree.directory,
                mount: directory,
                entry: "prosody.cfg.lua",
                cwd: "/",
                env: &env,
                process_type: None,
            };
            judge.ask(&run);
            let mine = ours(&run, judge.release);
            let theirs = judge.answer();
            let name = format!("{} in Prosody {}, {env:?}", tree.layout, judge.release);
            if theirs["ok"] != true || theirs["warnings"].as_array().is_none_or(|w| !w.is_empty()) {
                wrong.push(format!("{name}: {} {}", theirs["error"], theirs["warnings"]));
            }
            if let Err(place) = compare(&mine, &theirs, HostOrder::Matters, &mut figures) {
                wrong.push(format!("{name}: {place}"));
            }
            for host in theirs["modules"].as_object().into_iter().flat_map(|hosts| hosts.values()) {
                let modules = host["modules"].as_array().into_iter().flatten();
                for module in modules.chain(host.get("component")).filter_map(|module| module.as_str()) {
                    let known = Schema::of(version).module(module);
                    if known.is_none_or(|known| known.origin != Origin::Core) {
                        wrong.push(format!("{name}: {module} is no module of Prosody's own"));
                    }
                }
            }
        }
    }
    eprintln!("{}: {figures}", judge.release);
    assert_eq!(figures.unknown, 0, "{}: not everything is understood", judge.release);
    wrong
}
