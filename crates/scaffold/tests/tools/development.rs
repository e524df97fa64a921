//! `tools/development/`: every choice loads, and other programs do what they are best at.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use scaffold::Layout;

use crate::Tree;

#[test]
fn every_choice_is_loaded() {
    for layout in [Layout::Hybrid, Layout::Clients, Layout::Xeps] {
        for tree in Tree::each(layout) {
            let said = tree.prints("development/test-runner", &["--verbose"]);
            let tried = said.lines().filter(|line| line.starts_with("loads   ")).count();
            assert!(said.ends_with(&format!("{tried} combinations, 0 do not load\n")), "{said}");
            assert_eq!(tried == 1, layout == Layout::Xeps, "{said}");
        }
    }
}

#[test]
fn what_does_not_load_is_told_with_the_choice() {
    for tree in Tree::each(Layout::Layers) {
        tree.append("chat/policies/compliance/audit.cfg.lua", "admins = \"me\"");
        tree.append("chat/environments/docker.cfg.lua", "extra = true");
        tree.append("chat/policies/security/baseline.cfg.lua", "if extra then error(\"not both\") end");
        let said = tree.run("validator", &[]);
        assert_eq!(said.code, Some(1), "{said:?}");
        let failed: Vec<&str> = said.out.lines().filter_map(|line| line.strip_prefix("FAILED  ")).collect();
        let [only] = failed[..] else { panic!("{said:?}") };
        assert!(only.starts_with("PROSODY_COMPLIANCE=audit: "), "{only}");
        assert!(only.contains("audit.cfg.lua:") && only.contains("admins has to be a list"), "{only}");
        let said = tree.run("validator", &["--pairs"]);
        let pair = "FAILED  PROSODY_ENVIRONMENT=docker PROSODY_SECURITY_LEVEL=baseline: ";
        assert!(said.out.lines().any(|line| line.starts_with(pair)), "{said:?}");
    }
}

#[test]
fn prosody_ls_lints_and_formats() {
    for tree in Tree::each(Layout::Hybrid) {
        tree.pretend("prosody-ls", "exit 3");
        assert_eq!(tree.run("development/linter", &["--", "--all-profiles", "$(x)"]).code, Some(3));
        assert_eq!(tree.run("development/formatter", &["--check"]).code, Some(3));
        assert_eq!(
            tree.read("calls"),
            "prosody-ls check --all-profiles $(x) chat/\nprosody-ls format --check chat/\n"
        );
    }
}

#[test]
fn without_prosody_ls_it_is_said_how_to_get_it() {
    for tree in Tree::each(Layout::Hybrid) {
        let said = tree.prints("development/linter", &[]);
        assert!(said.contains("prosody-ls is not installed") && said.contains("they load"), "{said}");
        tree.refuses("development/formatter", &[], 1, "nothing was done");
        tree.pretend("prosodyctl", "exit 1");
        assert_eq!(tree.run("development/linter", &[]).code, Some(1));
        assert_eq!(tree.read("calls"), "prosodyctl --config chat/prosody.cfg.lua check config\n");

        tree.append("chat/usecases/education/grading.cfg.lua", "x = = 1");
        tree.refuses("development/linter", &["--loads"], 1, "usecases/education/grading.cfg.lua:");
    }
}

#[test]
fn the_server_reloads_what_loads() {
    for tree in Tree::each(Layout::Hybrid) {
        for (line, code, expected) in [("c2s_timeout = 61", 0, true), ("modules_enabled = 1", 1, false)] {
            tree.pretend("prosodyctl", "exit 0");
            let mut command = tree.command("development/hot-reload", &["--once"]);
            let mut watching = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            let mut lines = BufReader::new(watching.stdout.take().unwrap()).lines();
            assert_eq!(lines.next().unwrap().unwrap(), "watching chat/");
            tree.append("chat/core/server.cfg.lua", line);
            assert_eq!(watching.wait().unwrap().code(), Some(code), "{line}");
            assert_eq!(lines.any(|line| line.unwrap() == "reloaded"), expected, "{line}");
            let calls = std::fs::read_to_string(tree.path("calls")).unwrap_or_default();
            assert_eq!(calls, "prosodyctl --config chat/prosody.cfg.lua reload\n");
        }
    }
}
