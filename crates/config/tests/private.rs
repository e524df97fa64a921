//! Private modules: where they are found, when they are read, and what does no harm.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::{Mount, Profile, Snapshot, Tree, Workspace};
use schema::{Origin, Schema, Version};

/// A directory of files that is removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let root = std::env::temp_dir().join(format!("prosody-ls-private-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&root);
        let folder = Self(root);
        for (path, text) in files {
            folder.write(path, text.as_bytes());
        }
        folder
    }

    fn write(&self, path: &str, text: &[u8]) -> PathBuf {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// A workspace with a part of it as its only root.
    fn workspace(&self, root: &str) -> Workspace {
        let mut workspace = Workspace::new();
        workspace.set_roots(vec![self.0.join(root)]);
        workspace
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn snapshot(workspace: &mut Workspace) -> Arc<Snapshot> {
    workspace.snapshot(&|_, _| {})
}

fn entry(workspace: &mut Workspace) -> Arc<Tree> {
    Arc::clone(snapshot(workspace).trees().next().unwrap())
}

fn text(workspace: &mut Workspace, path: &Path, text: &str, version: i32) {
    workspace.set_text(path, Arc::from(text.as_bytes()), version);
}

/// The default of an option of a module, as far as the tree knows it.
fn default(tree: &Tree, option: &str) -> Option<String> {
    tree.schema().option(option)?.default().map(str::to_owned)
}

#[test]
fn modules_below_the_workspace_are_known_to_every_tree() {
    let folder = Folder::new(
        "found",
        &[
            ("etc/prosody.cfg.lua", ""),
            ("alone/x.cfg.lua", ""),
            ("lua/mod_flat.lua", "module:get_option_string('flat_option')"),
            ("lua/mod_deep/mod_deep.lua", "module:require 'more'"),
            ("lua/mod_deep/more.lib.lua", "module:get_option_string('deep_option')"),
            ("target/mod_built.lua", ""),
        ],
    );
    for tree in snapshot(&mut folder.workspace("")).trees() {
        let schema = tree.schema();
        assert_eq!(schema.module("flat").unwrap().origin, Origin::Private);
        assert!(schema.option("flat_option").is_some() && schema.option("deep_option").is_some());
        assert!(schema.module("built").is_none(), "what is built is no source");
    }
}

#[test]
fn plugin_paths_go_before_prosodys_own_modules_in_their_order() {
    let folder = Folder::new(
        "order",
        &[
            ("prosody.cfg.lua", "plugin_paths = { \"second\", \"first\" }\n"),
            ("first/mod_mam.lua", "module:get_option_number('ours', 1)"),
            ("second/mod_mam/mod_mam.lua", "module:get_option_number('ours', 2)"),
            ("elsewhere/mod_carbons.lua", "module:get_option_number('others', 3)"),
        ],
    );
    let mut workspace = folder.workspace("");
    let tree = entry(&mut workspace);
    assert_eq!(tree.schema().module("mam").unwrap().origin, Origin::Private);
    assert_eq!(default(&tree, "ours").as_deref(), Some("2"));
    assert_eq!(tree.schema().module("carbons").unwrap().origin, Origin::Core);
    assert_eq!(default(&tree, "others"), None);

    let path = folder.0.join("prosody.cfg.lua");
    text(&mut workspace, &path, "plugin_paths = { \"first\", \"second\" }\n", 1);
    assert_eq!(default(&entry(&mut workspace), "ours").as_deref(), Some("1"));
    text(&mut workspace, &path, "installer_plugin_path = \"second\"\nplugin_paths = { \"first\" }\n", 2);
    assert_eq!(default(&entry(&mut workspace), "ours").as_deref(), Some("2"));
    text(&mut workspace, &path, "plugin_paths = {}\n", 3);
    assert_eq!(entry(&mut workspace).schema().module("mam").unwrap().origin, Origin::Core);
}

#[test]
fn a_mount_stands_for_the_deployed_path() {
    let folder = Folder::new(
        "mount",
        &[
            ("deploy/prosody.cfg.lua", "plugin_paths = { \"/etc/prosody-of-nobody/plugins\" }\n"),
            ("deploy/plugins/mod_mam.lua", ""),
        ],
    );
    let mut workspace = Workspace::new();
    workspace.set_entry(Some(folder.0.join("deploy/prosody.cfg.lua")));
    for mount in [Some(folder.0.join("deploy")), None] {
        let mount = mount.map(|root| Mount { root, path: "/etc/prosody-of-nobody".to_owned() });
        workspace.set_profile(Profile { mount, ..Profile::default() });
        let tree = entry(&mut workspace);
        assert_eq!(tree.schema().module("mam").unwrap().origin, Origin::Private);
        assert!(!tree.plugins.paths.unseen);
    }
}

#[test]
fn nothing_outside_is_read() {
    let folder = Folder::new(
        "outside",
        &[("etc/prosody.cfg.lua", ""), ("lib/mod_far.lua", "module:get_option_string('far_option')")],
    );
    let lib = folder.0.join("lib");
    let entry_text = format!("plugin_paths = {{ {:?}, \"/no/such/directory\" }}\n", lib.to_str().unwrap());
    folder.write("etc/prosody.cfg.lua", entry_text.as_bytes());
    let tree = entry(&mut folder.workspace("etc"));
    assert!(tree.schema().option("far_option").is_none());
    assert!(tree.plugins.paths.unseen);
    assert_eq!(
        tree.plugins.paths.find("far"),
        Some(lib.join("mod_far.lua")),
        "that it is there is no secret"
    );

    // Whoever names the directory in the project's file wants it to be read.
    folder.write("etc/prosody-ls.toml", b"plugin_paths = [\"../lib\"]\n");
    let tree = entry(&mut folder.workspace("etc"));
    assert!(tree.schema().option("far_option").is_some());
}

#[test]
fn an_edit_of_a_module_counts_at_once_and_an_edit_of_a_configuration_reads_none() {
    let folder = Folder::new(
        "edit",
        &[
            ("prosody.cfg.lua", "modules_enabled = { \"ours\" }\nx = 1\n"),
            ("mod_ours.lua", "module:get_option_number('ours', 1)"),
        ],
    );
    let mut workspace = folder.workspace("");
    let (config, module) = (folder.0.join("prosody.cfg.lua"), folder.0.join("mod_ours.lua"));
    let before = entry(&mut workspace);
    assert_eq!(default(&before, "ours").as_deref(), Some("1"));

    // The disk is not asked again while a configuration is edited.
    std::fs::write(&module, "module:get_option_number('ours', 2)").unwrap();
    text(&mut workspace, &config, "modules_enabled = { \"ours\" }\nx = 2\n", 1);
    text(&mut workspace, &config, "modules_enabled = { \"ours\", \"mam\" }\nx = 2\n", 2);
    let after = entry(&mut workspace);
    assert!(Arc::ptr_eq(&before.plugins.catalogue, &after.plugins.catalogue));

    workspace.touch(std::slice::from_ref(&module));
    assert_eq!(default(&entry(&mut workspace), "ours").as_deref(), Some("2"));
    text(&mut workspace, &module, "module:get_option_number('ours', 3)", 1);
    let edited = entry(&mut workspace);
    assert_eq!(default(&edited, "ours").as_deref(), Some("3"));
    // What was edited in the configuration is still there.
    assert_eq!(edited.settings.host("*").unwrap().chain("x").unwrap().value, config::Value::Int(2));

    // A change that says the same changes nothing.
    text(&mut workspace, &module, "module:get_option_number('ours', 3) -- ", 2);
    assert!(Arc::ptr_eq(&edited, &entry(&mut workspace)));
    workspace.close(&module);
    assert_eq!(default(&entry(&mut workspace), "ours").as_deref(), Some("2"));
}

#[test]
fn modules_come_and_go() {
    let folder = Folder::new("come", &[("prosody.cfg.lua", "")]);
    let mut workspace = folder.workspace("");
    let knows = |workspace: &mut Workspace, name| entry(workspace).schema().module(name).is_some();
    assert!(!knows(&mut workspace, "ours"));
    let path = folder.write("plugins/mod_ours/mod_ours.lua", b"module:require 'more'");
    workspace.touch(std::slice::from_ref(&path));
    assert!(knows(&mut workspace, "ours"));

    let library = folder.write("plugins/mod_ours/more.lib.lua", b"module:get_option('ours_more', 1)");
    workspace.touch(&[library]);
    assert_eq!(default(&entry(&mut workspace), "ours_more").as_deref(), Some("1"));
    let readme = folder.write("plugins/mod_ours/README.md", b"# mod_ours\n\nSays hello.\n");
    workspace.touch(&[readme]);
    assert_eq!(
        entry(&mut workspace).schema().module("ours").unwrap().summary.as_deref(),
        Some("Says hello.")
    );

    std::fs::remove_file(&path).unwrap();
    workspace.touch(&[path]);
    assert!(!knows(&mut workspace, "ours"));

    // One that was never saved.
    let unsaved = folder.0.join("mod_unsaved.lua");
    text(&mut workspace, &unsaved, "", 1);
    assert!(knows(&mut workspace, "unsaved"));
    workspace.close(&unsaved);
    assert!(!knows(&mut workspace, "unsaved"));
}

#[test]
fn a_component_takes_over_what_its_private_module_asks_for() {
    let folder = Folder::new(
        "inherit",
        &[
            ("prosody.cfg.lua", "modules_enabled = { \"mam\" }\nComponent \"x.example.com\" \"ours\"\n"),
            ("mod_ours.lua", "--% inherit_modules: mam\n"),
        ],
    );
    let tree = entry(&mut folder.workspace(""));
    assert!(tree.modules_for("x.example.com").unwrap().modules.contains("mam"));
    assert!(!tree.settings.modules_for(&tree.profile, "x.example.com").unwrap().modules.contains("mam"));
}

#[test]
fn each_series_gets_what_it_would_make_of_the_source() {
    let folder = Folder::new(
        "series",
        &[("prosody.cfg.lua", ""), ("mod_ours.lua", "module:get_option_number('ours', 1, 0, 9)")],
    );
    let mut workspace = folder.workspace("");
    for (version, max) in [(Version::V13_0, Some(9.0)), (Version::V0_12, None), (Version::V13_0, Some(9.0))] {
        workspace.set_profile(Profile { version, ..Profile::default() });
        let tree = entry(&mut workspace);
        assert_eq!(tree.schema().option("ours").unwrap().best().facts.max, max, "{version}");
    }
}

#[test]
fn configuration_files_are_no_modules() {
    let folder = Folder::new(
        "loaded",
        &[("prosody.cfg.lua", "Include \"modules.d/*.lua\"\n"), ("modules.d/mod_ours.lua", "ours = 1\n")],
    );
    let mut workspace = folder.workspace("");
    assert!(entry(&mut workspace).schema().module("ours").is_none());
    // One more comes into a directory that was listed.
    let new = folder.write("modules.d/mod_other.lua", b"other = 1\n");
    workspace.touch(&[new]);
    let tree = entry(&mut workspace);
    assert!(tree.schema().module("other").is_none());
    assert!(tree.settings.host("*").unwrap().chain("other").is_some());
}

#[test]
fn a_readme_of_a_shared_directory_is_about_one_module_at_most() {
    let folder = Folder::new(
        "readme",
        &[
            ("prosody.cfg.lua", ""),
            ("alone/mod_one.lua", ""),
            ("alone/README.md", "mod_one says hello.\n"),
            ("shared/mod_two.lua", ""),
            ("shared/README.md", "Here are mod_two and mod_three.\n"),
        ],
    );
    let tree = entry(&mut folder.workspace(""));
    let summary = |name| tree.schema().module(name).unwrap().summary.as_deref();
    assert_eq!((summary("one"), summary("two")), (Some("mod_one says hello."), None));
}

#[test]
fn files_that_make_no_sense_do_no_harm() {
    let folder = Folder::new(
        "harm",
        &[
            ("prosody.cfg.lua", "plugin_paths = { \"plugins\", 5, \"\\255\", \"..\" }\n"),
            ("plugins/mod_broken.lua", "module:get_option_string('kept')\nif then ( = = ]] \"\n"),
            ("plugins/mod_.lua", ""),
            ("plugins/mod_a.b.lua", ""),
            ("plugins/mod_directory.lua/x", ""),
        ],
    );
    folder.write("plugins/mod_junk.lua", &(0..=255).cycle().take(300_000).collect::<Vec<u8>>());
    folder.write("plugins/mod_nul.lua", &vec![0; 1 << 20]);
    let large =
        folder.write("plugins/mod_large.lua", &b"module:get_option_string('large')\n".repeat(300_000));
    assert!(std::fs::metadata(&large).unwrap().len() > 10_000_000);
    #[cfg(unix)]
    std::os::unix::fs::symlink("mod_loop.lua", folder.0.join("plugins/mod_loop.lua")).unwrap();
    let mut workspace = folder.workspace("");
    let tree = entry(&mut workspace);
    let schema = tree.schema();
    assert!(schema.option("kept").is_some());
    for name in ["broken", "junk", "nul", "large"] {
        assert!(schema.module(name).is_some(), "{name}");
    }
    assert!(schema.private_module("broken").unwrap().reads_more);
    assert!(schema.private_module("large").unwrap().reads_more && schema.option("large").is_none());
    for name in ["", "a.b"] {
        assert!(schema.module(name).is_none(), "{name}");
    }
    // The same in the editor.
    let text: Arc<[u8]> = std::fs::read(&large).unwrap().into();
    workspace.set_text(&large, text, 1);
    assert!(entry(&mut workspace).schema().module("large").is_some());
}

#[test]
fn thousands_of_modules_cost_an_edit_nothing() {
    let folder = Folder::new("many", &[("prosody.cfg.lua", "x = 1\n")]);
    std::fs::create_dir(folder.0.join("plugins")).unwrap();
    for number in 0..2_000 {
        let source =
            format!("-- Does {number}.\nlocal x = module:get_option_number('option_{number}', {number})\n");
        std::fs::write(folder.0.join(format!("plugins/mod_m{number}.lua")), source).unwrap();
    }
    let mut workspace = folder.workspace("");
    let tree = entry(&mut workspace);
    assert_eq!(default(&tree, "option_1999").as_deref(), Some("1999"));
    assert_eq!(tree.schema().modules().count(), Schema::of(Version::V13_0).modules().count() + 2_000);
    let config = folder.0.join("prosody.cfg.lua");
    text(&mut workspace, &config, "x = 1\n", 0);
    entry(&mut workspace);
    let start = std::time::Instant::now();
    for version in 1..=100 {
        text(&mut workspace, &config, &format!("x = {version}\n"), version);
        assert!(Arc::ptr_eq(&tree.plugins, &entry(&mut workspace).plugins));
    }
    assert!(start.elapsed().as_millis() < 1_000, "{:?}", start.elapsed());
}
