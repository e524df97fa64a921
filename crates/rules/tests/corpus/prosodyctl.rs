//! What `prosodyctl check config` says.

use std::collections::BTreeMap;

use crate::each_run;

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
