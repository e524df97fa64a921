//! Real configurations, and what real Prosody made of them: no finding may contradict it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test: a surprise is a failure"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::{FileId, HostKind, Mount, Profile, Snapshot, Workspace};
use rules::{Checker, Finding, Severity};
use serde_json::Value;

/// The corpus, unless it is not there.
fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("PROSODY_LS_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let corpus = shared.join("corpus");
    if corpus.is_dir() {
        return Some(corpus);
    }
    assert!(std::env::var_os("CI").is_none(), "there is no corpus at {}", corpus.display());
    eprintln!("SKIPPED: there is no corpus at {}", corpus.display());
    None
}

/// One configuration under one environment, as one Prosody reads it.
struct Run {
    /// `CASE RUN VERSION`
    name: String,
    root: PathBuf,
    profile: Profile,
    snapshot: Arc<Snapshot>,
    /// What that Prosody made of it.
    truth: Value,
    /// What `prosodyctl check config` said.
    check: String,
}

impl Run {
    fn findings(&self) -> Vec<(FileId, Finding)> {
        rules::read_profiles(&self.snapshot, rules::Effort::Much);
        let mut checker = Checker::new(&self.snapshot);
        let mut files: Vec<FileId> = self.snapshot.files().map(|file| file.id).collect();
        files.sort();
        files.into_iter().flat_map(|file| checker.check(file).into_iter().map(move |it| (file, it))).collect()
    }

    fn is_ok(&self) -> bool {
        self.truth["ok"] == true
    }

    /// `conf.d/a.cfg.lua:3`
    fn place(&self, file: FileId, offset: u32) -> String {
        let file = self.snapshot.file(file).expect("a file of this run");
        let path = file.path.strip_prefix(&self.root).unwrap_or(&file.path);
        let line = file.lines.position(&file.text, offset, syntax::Encoding::Utf8).line + 1;
        format!("{}:{line}", path.display())
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn json(path: &Path) -> Option<Value> {
    let bytes = std::fs::read(path).ok()?;
    Some(serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// Every run of every case, with the truth of each Prosody that was asked.
fn each_run(mut look: impl FnMut(&Run)) {
    let Some(corpus) = corpus() else { return };
    let mut count = 0;
    let mut cases: Vec<PathBuf> = std::fs::read_dir(&corpus)
        .expect("the corpus")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    cases.sort();
    for case in cases {
        let Some(meta) = json(&case.join("meta.json")) else { continue };
        let root = case.join("config").canonicalize().expect("a case's files");
        for run in meta["runs"].as_array().expect("runs") {
            for version in ["0.12.3", "13.0.1", "13.0.7"] {
                let stem = case.join("truth").join(format!("{}.{version}", text(&run["name"])));
                let Some(truth) = json(&PathBuf::from(format!("{}.json", stem.display()))) else { continue };
                let either = |key: &str| if run[key].is_null() { &meta[key] } else { &run[key] };
                let env = run["env"].as_object().into_iter().flatten();
                let mut profile = Profile {
                    env: env.map(|(name, value)| (name.clone(), text(value))).collect::<BTreeMap<_, _>>(),
                    cwd: either("cwd").as_str().map(PathBuf::from),
                    process_type: run["process_type"].as_str().map(str::to_owned),
                    mount: Some(Mount { root: root.clone(), path: text(either("mount")) }),
                    ..Profile::default()
                };
                profile.set_release(version).expect("a release");
                let mut workspace = Workspace::new();
                workspace.set_roots(vec![root.clone()]);
                workspace.set_entry(Some(root.join(text(&meta["entry"]))));
                workspace.set_profile(profile.clone());
                let check = std::fs::read(format!("{}.check.txt", stem.display())).unwrap_or_default();
                look(&Run {
                    name: format!("{} {} {version}", text(&meta["id"]), text(&run["name"])),
                    root: root.clone(),
                    profile,
                    snapshot: workspace.snapshot(&|_, _| {}),
                    truth,
                    check: String::from_utf8_lossy(&check).into_owned(),
                });
                count += 1;
            }
        }
    }
    assert!(count > 400, "only {count} runs");
}

#[test]
fn what_prosody_loads_has_no_finding_that_stops_it() {
    each_run(|run| {
        let stops = |finding: &Finding| {
            finding.severity == Severity::Error
                && matches!(finding.rule, "syntax-error" | "load-error" | "include-not-found")
        };
        // Files that the entry does not load have no say in it.
        let tree = run.snapshot.trees().next().expect("the entry's tree");
        let loaded: BTreeSet<FileId> = tree.settings.files_started.iter().copied().collect();
        let stopping: Vec<String> = run
            .findings()
            .into_iter()
            .filter(|(file, finding)| loaded.contains(file) && stops(finding))
            .map(|(file, finding)| format!("{} {}", run.place(file, finding.span.start), finding.message))
            .collect();
        assert!(!run.is_ok() || stopping.is_empty(), "{}: {stopping:#?}", run.name);
    });
}

/// Cases whose failure depends on the machine: the output of a command, the service manager's environment.
const MACHINES_OWN: [&str; 2] = ["s-djmaze-docker-prosody ", "p-credential "];

#[test]
fn every_failure_is_told() {
    let mut silent = Vec::new();
    each_run(|run| {
        let tells =
            |finding: &Finding| matches!(finding.rule, "syntax-error" | "load-error" | "include-not-found");
        let depends = MACHINES_OWN.iter().any(|case| run.name.starts_with(case));
        if !run.is_ok() && !depends && !run.findings().iter().any(|(_, finding)| tells(finding)) {
            silent.push(format!("{}: {}", run.name, run.truth["error"]));
        }
    });
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn duplicate_options_are_those_that_prosody_warns_of() {
    let (mut told, mut all) = (0, 0);
    each_run(|run| {
        if !run.is_ok() {
            return;
        }
        let warnings: Vec<String> =
            run.truth["warnings"].as_array().into_iter().flatten().map(text).collect();
        all += warnings.iter().filter(|warning| warning.contains("Duplicate option")).count();
        for (file, finding) in run.findings().into_iter().filter(|(_, it)| it.rule == "duplicate-option") {
            let option = finding.message.split('`').nth(1).unwrap_or_default();
            let path = run.place(file, finding.span.start);
            let path = path.rsplit_once(':').map_or("", |(path, _)| path);
            let is_same = |warning: &String| {
                warning.starts_with(path) && warning.contains(&format!("Duplicate option '{option}'"))
            };
            assert!(warnings.iter().any(is_same), "{}: {path}: {}", run.name, finding.message);
            told += 1;
        }
    });
    assert!(told * 10 >= all * 9, "{told} of {all} duplicate options are told");
}

#[test]
fn modules_said_to_be_missing_are_not_found_by_prosody() {
    each_run(|run| {
        // Only this release lists them.
        if !run.is_ok() || !run.check.contains("The following modules failed to load:") {
            return;
        }
        for (file, finding) in run.findings().into_iter().filter(|(_, it)| it.rule == "unknown-module") {
            let module = finding.message.split('"').nth(1).unwrap_or_default();
            let is_component = run
                .snapshot
                .trees()
                .flat_map(|tree| &tree.settings.hosts)
                .any(|host| matches!(&host.kind, HostKind::Component(name) if **name == *module));
            // What components are made of, and providers, are not in the list.
            let is_listed = !(is_component || module.starts_with("storage_") || module.starts_with("auth_"));
            assert!(
                !is_listed || run.check.contains(&format!("mod_{module}: ")),
                "{}: {}: {}",
                run.name,
                run.place(file, finding.span.start),
                finding.message
            );
        }
    });
}

/// Options that Prosody's own documentation and default configuration are full of.
const WELL_KNOWN: [&str; 30] = [
    "admins",
    "allow_registration",
    "archive_expires_after",
    "authentication",
    "bosh_max_inactivity",
    "c2s_ports",
    "c2s_require_encryption",
    "certificate",
    "certificates",
    "component_secret",
    "contact_info",
    "consider_bosh_secure",
    "default_archive_policy",
    "disco_items",
    "http_default_host",
    "http_external_url",
    "http_file_share_size_limit",
    "http_host",
    "http_paths",
    "https_certificate",
    "https_ports",
    "limits",
    "log",
    "pidfile",
    "plugin_paths",
    "s2s_secure_auth",
    "sql",
    "ssl",
    "storage",
    "trusted_proxies",
];

#[test]
fn well_known_options_are_never_unknown() {
    each_run(|run| {
        for (file, finding) in run.findings().into_iter().filter(|(_, it)| it.rule == "unknown-option") {
            let option = finding.message.split('`').nth(1).unwrap_or_default();
            let at = run.place(file, finding.span.start);
            assert!(!WELL_KNOWN.contains(&option), "{} {at}: {}", run.name, finding.message);
            let known = schema::Schema::of(run.profile.version).option(option);
            assert!(known.is_none(), "{} {at}: {}", run.name, finding.message);
        }
    });
}

#[test]
fn fixes_keep_files_loading() {
    each_run(|run| {
        if !run.is_ok() {
            return;
        }
        for (file, finding) in run.findings() {
            let Some(fix) = finding.fix else { continue };
            let source = run.snapshot.file(file).expect("a file of this run");
            let mut text = source.text.to_vec();
            let mut edits = fix.edits;
            edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
            for edit in edits {
                assert_eq!(edit.file, file);
                text.splice(std::ops::Range::from(edit.span), edit.text.bytes());
            }
            let parse = syntax::parse(&text);
            assert_eq!(
                parse.errors,
                [],
                "{} {}: {}",
                run.name,
                run.place(file, finding.span.start),
                fix.title
            );
        }
    });
}

/// What `prosodyctl check config` says, but for one thing: whether `tls` is missing it asks the wrong way round. Each with the rules of which one has to find it.
const SAID_BY_PROSODYCTL: [(&str, &[&str]); 22] = [
    ("'default_storage' option is not needed", &["needless-default-storage"]),
    ("All hosts are disabled", &["no-hosts"]),
    ("Authentication modules should not be added", &["provider-in-modules"]),
    ("Both mod_pep_simple and mod_pep are enabled", &["conflicting-modules"]),
    ("Both mod_vcard_legacy and mod_vcard are enabled", &["conflicting-modules"]),
    ("No global modules_enabled is set?", &["no-global-options"]),
    ("No global options defined", &["no-global-options"]),
    ("No hosts are defined", &["no-hosts"]),
    ("Public registration is enabled on", &["open-registration"]),
    ("Suggestion: If ", &["host-names-a-service"]),
    ("You have some deprecated options", &["deprecated-option", "obsolete-option"]),
    ("You have some obsolete options", &["obsolete-option", "deprecated-option"]),
    ("You need to move the following option", &["misplaced-global-option"]),
    ("contains incorrectly-encoded hostnames", &["invalid-host-name"]),
    ("contains invalid host names", &["invalid-host-name"]),
    ("invalid 'disco_items' option", &["disco-items-shape"]),
    ("is enabled both in modules_enabled and as Component", &["component-in-modules", "repeated-module"]),
    ("mod_admin_telnet is being replaced", &["deprecated-module"]),
    ("mod_posix is loaded in your configuration file", &["deprecated-module"]),
    ("should not have the 'mod_' prefix", &["module-prefix"]),
    ("storage modules should not be added", &["provider-in-modules"]),
    ("unreferenced components", &["undiscoverable-component"]),
];

/// What it says of some configurations and we do not, and why: parts of what it says, the cases.
const UNSHARED: [(&str, &str, &[&str]); 8] = [
    (
        "contains invalid host names",
        "templates that nobody has filled in yet",
        &[
            "s-abbradar-mylittleserver ",
            "s-decent-im-decent-im ",
            "s-deuill-coreos-home-server ",
            "s-ichuan-prosody ",
            "s-ichuan-prosody-2019 ",
            "s-larswolter-docker-configuration ",
            "s-pattems-jitsi-on-freebsd-12-1 ",
            "s-tedomum-docker-jitsi ",
            "s-yunohost-apps-jitsi-ynh ",
            "t-genneko-freebsd-jitsi-meet-setup ",
        ],
    ),
    (
        "unreferenced components",
        "a template that is included by another file",
        &["s-abbradar-mylittleserver "],
    ),
    (
        "No hosts are defined",
        "hosts come from files that a wildcard finds, or the file is but a few lines long",
        &[
            "s-bigforcegun-main-cloud ",
            "s-ecky-l-diaspora-up-and-running ",
            "s-getkaiwa-kaiwa-server ",
            "s-guibressan-prosody-pod ",
            "t-chambana-net-docker-prosody ",
            "t-jmccoy555-docker-prosody ",
        ],
    ),
    (
        "No global modules_enabled is set?",
        "there are no hosts or options either, or what is set depends on environment variables",
        &[
            "p-dofile-absolute ",
            "p-goto-and-attribs ",
            "p-lua-api ",
            "s-abbradar-mylittleserver ",
            "s-getkaiwa-kaiwa-server ",
            "s-petruseugene-chatrix ",
            "s-robbywashere-zz-chatwithme ",
        ],
    ),
    ("No global options defined", "nothing is set at all", &["p-dofile-absolute ", "p-goto-and-attribs "]),
    (
        "Public registration is enabled on",
        "only on the machine itself or through Tor, without accounts, or guarded by another module",
        &[
            "s-afa7789-xmpp-start-3 ",
            "s-arendtio-omemo-compatibility-tests ",
            "s-janilowski-xmpp-client ",
            "s-rkishan516-xmpp-dart ",
            "s-rkishan516-xmpp-dart-2 ",
            "s-skyfya-yawls-de-xmpp ",
            "s-xmppjs-xmpp-js ",
            "t-hendrikboerste-rpi-prosody ",
            "t-unredacted-xmpp-is ",
            "t-unredacted-xmpp-is-2022 ",
        ],
    ),
    (
        "Suggestion: If ",
        "the name has no domain above it that could be one's own: `xmpp.is`",
        &[
            "t-hacked-is-2017 ",
            "t-unredacted-xmpp-is ",
            "t-unredacted-xmpp-is-2018 ",
            "t-unredacted-xmpp-is-2022 ",
        ],
    ),
    (
        "You need to move the following option",
        "`mod_tls` reads `s2s_require_encryption` and `s2s_secure_auth` on each host, `mod_http` reads `https_ports`",
        &[
            "s-supernets-prosody ",
            "t-cryptoworld-git-dev-xmpp-is ",
            "t-giuseppediana95-tesidocker ",
            "t-hacked-is-xmpp-hacked-is ",
        ],
    ),
];

/// Rules whose findings `prosodyctl check config` shares, all of them.
const SHARED_WITH_PROSODYCTL: [&str; 9] = [
    "disco-items-shape",
    "host-names-a-service",
    "module-prefix",
    "needless-default-storage",
    "no-global-options",
    "no-hosts",
    "open-registration",
    "provider-in-modules",
    "undiscoverable-component",
];

#[test]
fn prosodyctl_agrees() {
    let mut agreed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut silent = Vec::new();
    each_run(|run| {
        // Older releases look for less.
        if !run.is_ok() || !run.name.ends_with("13.0.7") || !run.check.contains("Checking config...") {
            return;
        }
        let tree = run.snapshot.trees().next().expect("the entry's tree");
        let findings: Vec<_> =
            run.findings().into_iter().filter(|(file, _)| tree.settings.loads(*file)).collect();
        for (file, finding) in &findings {
            let Some(rule) = SHARED_WITH_PROSODYCTL.iter().find(|rule| **rule == finding.rule) else {
                continue;
            };
            let is_said = SAID_BY_PROSODYCTL
                .iter()
                .any(|(said, rules)| rules.contains(rule) && run.check.contains(said));
            let place = run.place(*file, finding.span.start);
            assert!(is_said, "{}: {place}: {}", run.name, finding.message);
            *agreed.entry(rule).or_default() += 1;
        }
        for (said, rules) in SAID_BY_PROSODYCTL.iter().filter(|(said, _)| run.check.contains(said)) {
            let is_meant = UNSHARED
                .iter()
                .any(|(what, _, cases)| what == said && cases.iter().any(|case| run.name.starts_with(case)));
            if !is_meant && !findings.iter().any(|(_, finding)| rules.contains(&finding.rule)) {
                silent.push(format!("{}: {said}", run.name));
            }
        }
    });
    assert!(silent.is_empty(), "{} are not found: {silent:#?}", silent.len());
    assert!(agreed.len() > 5, "too few to compare: {agreed:?}");
}

/// How many findings of each rule there are, each place counted once; with `PROSODY_LS_LIST=RULE` (or `all`) also where.
/// Run it with `--nocapture`.
#[test]
fn findings_per_rule() {
    let listed = std::env::var("PROSODY_LS_LIST").unwrap_or_default();
    let mut places: BTreeMap<&str, BTreeMap<String, (Severity, String)>> = BTreeMap::new();
    each_run(|run| {
        let case = run.name.split(' ').next().unwrap_or_default();
        let series = run.name.rsplit(' ').next().unwrap_or_default();
        if series != "13.0.7" {
            return;
        }
        for (file, finding) in run.findings() {
            let place = format!("{case} {}", run.place(file, finding.span.start));
            places
                .entry(finding.rule)
                .or_default()
                .entry(format!("{place}+{}", finding.span.start))
                .or_insert((finding.severity, finding.message));
        }
    });
    for rule in rules::rules() {
        let found = places.remove(rule.name).unwrap_or_default();
        let count = |severity| found.values().filter(|(it, _)| *it == severity).count();
        eprintln!(
            "{:32} {:6}  {:5} errors {:5} warnings {:5} remarks {:5} hints",
            rule.name,
            found.len(),
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Info),
            count(Severity::Hint)
        );
        if listed == rule.name || listed == "all" {
            for (place, (severity, message)) in &found {
                eprintln!("    {place}: {severity:?}: {message}");
            }
        }
    }
    assert!(places.is_empty(), "findings of no rule: {:?}", places.keys());
}

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
