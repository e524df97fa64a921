//! Which profiles a tree has, and what differs between them.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fmt::Write as _;

use config::{Snapshot, Tree, Value, Workspace};
use expect_test::{Expect, expect};
use fixture::Directory;

fn write(text: &str) -> Directory {
    let directory = Directory::new();
    for part in text.split("//- ").skip(1) {
        let (path, content) = part.split_once('\n').unwrap();
        directory.write(path.trim(), content.as_bytes());
    }
    directory
}

fn read(directory: &Directory, chosen: Option<&str>) -> std::sync::Arc<Snapshot> {
    let mut workspace = Workspace::new();
    workspace.set_roots(vec![directory.path().to_owned()]);
    workspace.choose_profile(chosen.map(str::to_owned));
    workspace.snapshot(&|_, _| {})
}

fn entry(snapshot: &Snapshot) -> &Tree {
    snapshot.trees().next().unwrap()
}

/// The profiles, and for each of these options its values with the profiles that have them.
fn survey(text: &str, options: &[&str]) -> String {
    let directory = write(text);
    let snapshot = read(&directory, None);
    let survey = snapshot.survey(entry(&snapshot));
    let mut out = String::new();
    let names: Vec<_> = survey.profiles.iter().map(|(profile, _)| &*profile.name).collect();
    writeln!(out, "profiles: {}", names.join(", ")).unwrap();
    for option in options {
        for group in survey.values("*", option) {
            let value = match &group.value {
                None => "nothing".to_owned(),
                Some(Value::Int(value)) => value.to_string(),
                Some(value) => value.as_str().unwrap_or(value.describe()).to_owned(),
            };
            writeln!(out, "{option} = {value}: {}", group.profiles.join(", ")).unwrap();
        }
    }
    out
}

fn check(text: &str, options: &[&str], expected: &Expect) {
    expected.assert_eq(&survey(text, options));
}

#[test]
fn directories_behind_a_variable_are_its_values() {
    check(
        "//- prosody.cfg.lua
local environment = os.getenv('PROSODY_ENVIRONMENT') or 'production'
Include('environments/' .. environment .. '.cfg.lua')
//- environments/production.cfg.lua
a = 1
//- environments/staging.cfg.lua
a = 2
//- environments/notes.txt
none of ours
",
        &["a"],
        &expect![[r"
            profiles: default, PROSODY_ENVIRONMENT=production, PROSODY_ENVIRONMENT=staging
            a = 1: default, PROSODY_ENVIRONMENT=production
            a = 2: PROSODY_ENVIRONMENT=staging
        "]],
    );
}

#[test]
fn comparisons_patterns_and_tables_tell_values() {
    check(
        "//- prosody.cfg.lua
local tier = ENV_TIER
if tier == 'large' then a = 2 else a = 1 end
local use = os.getenv 'USE' or ''
if use:match('team%-chat') then b = 1 end
c = ({ small = 10, big = 20 })[ENV_SIZE or 'small']
",
        &["a", "b", "c"],
        &expect![[r"
            profiles: default, SIZE=big, SIZE=small, TIER=large, USE=team-chat
            a = 1: default, SIZE=big, SIZE=small, USE=team-chat
            a = 2: TIER=large
            b = nothing: default, SIZE=big, SIZE=small, TIER=large
            b = 1: USE=team-chat
            c = 10: default, SIZE=small, TIER=large, USE=team-chat
            c = 20: SIZE=big
        "]],
    );
}

#[test]
fn names_of_variables_and_of_files_may_be_put_together() {
    check(
        "//- prosody.cfg.lua
local lfs = require 'lfs'
for _, what in ipairs { 'LEVEL', 'USECASE' } do
	local chosen = os.getenv('PROSODY_' .. what)
	if chosen then
		local folder, name = ('layers/' .. what:lower() .. '/' .. chosen):match('^(.*)/([^/]+)$')
		for known in lfs.dir(prosody.paths.config .. '/' .. folder) do
			if known == name .. '.cfg.lua' or known == name and known ~= 'none' then Include(folder .. '/' .. known) end
		end
	end
end
//- layers/level/high.cfg.lua
a = 1
//- layers/level/low.cfg.lua
a = 2
//- layers/usecase/team/chat.cfg.lua
b = 1
//- layers/usecase/team/video.cfg.lua
b = 2
//- prosody-ls.toml
[profiles.high]
env = { PROSODY_LEVEL = 'high' }
[profiles.chat]
env = { PROSODY_USECASE = 'team/chat' }
",
        &["a", "b"],
        &expect![[r"
            profiles: default, chat, high, PROSODY_LEVEL=low, PROSODY_USECASE=team/video
            a = nothing: default, chat, PROSODY_USECASE=team/video
            a = 1: high
            a = 2: PROSODY_LEVEL=low
            b = nothing: default, high, PROSODY_LEVEL=low
            b = 1: chat
            b = 2: PROSODY_USECASE=team/video
        "]],
    );
}

#[test]
fn files_of_the_workspace_name_profiles() {
    check(
        "//- prosody.cfg.lua
a = ENV_A or 'unset'
//- .env
A=from env
OTHER=x
//- deploy/docker-compose.yml
services:
  prosody:
    environment:
      - A=from compose
  db:
    environment: { POSTGRES: x }
//- deploy/k8s.yaml
kind: ConfigMap
metadata: { name: xmpp }
data: { A: from a map }
//- ci.yml
on: push
//- prosody-ls.toml
[profiles.mine]
env = { A = 'from the project' }
",
        &["a"],
        &expect![[r"
            profiles: default, mine, .env, docker-compose.yml:prosody, k8s.yaml:xmpp
            a = unset: default
            a = from the project: mine
            a = from env: .env
            a = from compose: docker-compose.yml:prosody
            a = from a map: k8s.yaml:xmpp
        "]],
    );
}

#[test]
fn values_under_which_nothing_loads_are_not_offered() {
    check(
        "//- prosody.cfg.lua
if ENV_MODE == 'broken' then error('not this one') end
if ENV_MODE == 'fine' then a = 1 end
",
        &[],
        &expect![[r"
            profiles: default, MODE=fine
        "]],
    );
}

#[test]
fn one_asks_in_which_profiles_an_assignment_counts() {
    let directory = write(
        "//- prosody.cfg.lua
a = 1
Include('env/' .. (ENV_E or 'one') .. '.cfg.lua')
//- env/one.cfg.lua
b = 1
//- env/two.cfg.lua
a = 2
",
    );
    let snapshot = read(&directory, None);
    let survey = snapshot.survey(entry(&snapshot));
    let file = |path: &str| snapshot.file_id(&directory.path().join(path)).unwrap();
    let names = |found: Vec<std::sync::Arc<str>>| found.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(survey.effective_in(file("prosody.cfg.lua"), 0)), ["default", "E=one"]);
    assert_eq!(names(survey.effective_in(file("env/two.cfg.lua"), 0)), ["E=two"]);
    assert_eq!(names(survey.loaded_in(file("env/one.cfg.lua"))), ["default", "E=one"]);
}

#[test]
fn the_project_file_says_how_to_read_and_a_profile_can_be_chosen() {
    let directory = write(
        "//- deploy/main.cfg.lua
a = ENV_A or 'unset'
//- deploy/prosody.cfg.lua
a = 'not the entry'
//- deploy/prosody-ls.toml
prosody = '0.12.3'
entry = 'main.cfg.lua'
mount = '/etc/prosody'
profile = 'staging'
[profiles.staging]
env = { A = 'staging' }
[profiles.new]
prosody = '13.0'
",
    );
    for (chosen, name, value, version) in [
        (None, "staging", "staging", "0.12"),
        (Some("new"), "new", "unset", "13.0"),
        (Some("default"), "default", "unset", "0.12"),
        (Some("A=x"), "A=x", "x", "0.12"),
        (Some("no such profile"), "default", "unset", "0.12"),
    ] {
        let snapshot = read(&directory, chosen);
        let tree = entry(&snapshot);
        assert!(snapshot.file(tree.entry).unwrap().path.ends_with("main.cfg.lua"));
        assert_eq!(&*tree.profile_name, name);
        assert_eq!(tree.version().name(), version);
        assert_eq!(tree.profile.mount.as_ref().unwrap().path, "/etc/prosody");
        let set = tree.settings.effective("*", "a").unwrap().1.value.clone();
        assert_eq!(set.as_str(), Some(value), "{chosen:?}");
    }
}

#[test]
fn a_loader_may_put_the_names_of_variables_together() {
    check(
        "//- prosody.cfg.lua
a = ENV_A or 'unset'
b = Lua.os.getenv('LAYER_' .. 'B') or 'unset'
//- .env
A=1
LAYER_B=2
",
        &["b"],
        &expect![[r"
            profiles: default, .env
            b = unset: default
            b = 2: .env
        "]],
    );
}
