//! `tools/monitoring/`: what is loaded, what is in effect, and whether the server is well.

use scaffold::Layout;

use crate::Tree;

#[test]
fn the_layers_are_told_in_their_order() {
    for tree in Tree::each(Layout::Hybrid) {
        let said =
            tree.prints("monitoring/diagnostics", &["--usecase", "education", "--security", "paranoid"]);
        assert!(said.contains("\nPROSODY_USECASE=education\n"), "{said}");
        assert!(said.contains("\nPROSODY_COMPLIANCE is not set\n"), "{said}");
        let files: Vec<&str> = said.lines().filter(|line| line.ends_with(".cfg.lua")).collect();
        let theirs = config::read_tree(
            config::Profile {
                env: [("PROSODY_USECASE", "education"), ("PROSODY_SECURITY_LEVEL", "paranoid")]
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .into(),
                ..config::Profile::default()
            },
            &tree.path("chat/prosody.cfg.lua"),
        );
        assert!(theirs.settings.error.is_none());
        let root = format!("{}/", tree.path("chat").display());
        for (_, set) in theirs.settings.assignments() {
            let file = theirs.settings.name(&theirs.profile, set.file).unwrap().strip_prefix(&root).unwrap();
            assert!(files.contains(&file), "{file} is not told");
        }
        let mut layers: Vec<&str> = files.iter().map(|file| file.split('/').next().unwrap()).collect();
        layers.dedup();
        assert_eq!(
            layers,
            ["prosody.cfg.lua", "core", "features", "usecases", "environments", "policies"],
            "{said}"
        );
        assert_eq!(files.iter().filter(|file| file.starts_with("usecases/education/")).count(), 4);
    }
}

#[test]
fn who_sets_an_option_is_told() {
    for tree in Tree::each(Layout::Layers) {
        tree.append("chat/policies/security/enhanced.cfg.lua", "c2s_timeout = 77");
        let said = tree.prints("diagnostics", &["c2s_timeout", "--security", "enhanced"]);
        // The file ends in the section of a component.
        let expected =
            "upload.example.org: c2s_timeout = 77\n    last set in policies/security/enhanced.cfg.lua\n";
        assert!(said.ends_with(expected), "{said}");
        assert!(tree.prints("diagnostics", &["nothing_like_it"]).contains("nothing_like_it is not set"));
    }
}

#[test]
fn what_does_not_load_is_told() {
    for tree in Tree::each(Layout::Hybrid) {
        tree.append("chat/features/web/bosh.cfg.lua", "modules_enabled = \"bosh\"");
        let why = "features/web/bosh.cfg.lua:";
        tree.refuses("monitoring/diagnostics", &[], 1, why);
        tree.refuses("monitoring/security-audit", &[], 1, why);
        tree.refuses("monitoring/performance", &[], 1, why);
    }
}

#[test]
fn weak_settings_are_pointed_at() {
    for tree in Tree::each(Layout::Hybrid) {
        for level in ["minimal", "standard", "enhanced", "paranoid"] {
            let said = tree.run("monitoring/security-audit", &["--security", level]);
            assert!(said.out.contains("*: c2s_require_encryption = true  ("), "{said:?}");
            // Only the level for trying things out is weaker than what Prosody does by itself.
            assert_eq!(said.code, Some(i32::from(level == "minimal")), "{level}: {said:?}");
            assert_eq!(said.out.contains("WEAK"), level == "minimal", "{level}: {said:?}");
        }
        tree.append("chat/core/domains.cfg.lua", "allow_registration = true");
        let said = tree.run("monitoring/security-audit", &["--security=standard"]);
        assert_eq!(said.code, Some(1));
        let expected = "WEAK  allow_registration on example.org: anybody can make accounts, also by the thousand \
            (core/domains.cfg.lua)\n";
        assert!(said.out.contains(expected), "{said:?}");
        assert!(
            tree.run("monitoring/security-audit", &["--environment=development"])
                .out
                .contains("stanza_debug")
        );
    }
}

#[test]
fn settings_of_speed_are_listed() {
    for tree in Tree::each(Layout::Hybrid) {
        tree.pretend("prosodyctl", "echo 'Process: 12 MB'");
        let said = tree.prints("monitoring/performance", &["--server"]);
        assert!(said.contains("  *: gc = { mode = "), "{said}");
        assert!(said.contains("(environments/production/performance.cfg.lua)"), "{said}");
        assert!(said.ends_with("the server:\n") || said.contains("Process: 12 MB"), "{said}");
        assert_eq!(tree.read("calls"), "prosodyctl --config chat/prosody.cfg.lua shell server:memory()\n");
    }
}

#[test]
fn the_server_is_asked_whether_it_is_well() {
    for tree in Tree::each(Layout::Hybrid) {
        tree.pretend("prosodyctl", "echo 'This server has been running for 1 day'");
        let said = tree.prints("monitoring/health-check", &[]);
        assert!(said.contains("running for 1 day"), "{said}");
        tree.pretend("prosodyctl", "echo 'Unable to connect' >&2; exit 1");
        tree.refuses("monitoring/health-check", &[], 1, "Prosody does not answer: Unable to connect");
    }
}
