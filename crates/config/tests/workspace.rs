//! Which trees a workspace has, and what the editor's unsaved text does to them.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use config::{Snapshot, Tree, TreeRole, Value, Workspace};

/// A directory of files that is removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let root = std::env::temp_dir().join(format!("prosody-ls-workspace-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&root);
        for (path, text) in files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Self(root)
    }

    fn workspace(&self) -> Workspace {
        let mut workspace = Workspace::new();
        workspace.set_roots(vec![self.0.clone()]);
        workspace
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn tree_of(snapshot: &Snapshot, path: &Path) -> Arc<Tree> {
    Arc::clone(snapshot.tree_of(snapshot.file_id(path).unwrap()).unwrap())
}

fn value(tree: &Tree, host: &str, option: &str) -> Option<Value> {
    Some(tree.settings.host(host)?.chain(option)?.value.clone())
}

#[test]
fn a_checkout_is_taken_for_the_path_that_its_includes_name() {
    let folder = Folder::new(
        "mount",
        &[
            ("deploy/prosody.cfg.lua", "Include \"/etc/prosody-of-nobody/conf.d/*.cfg.lua\"\n"),
            ("deploy/conf.d/a.cfg.lua", "a = 1\n"),
        ],
    );
    let snapshot = folder.workspace().snapshot(&|_, _| {});
    let tree = tree_of(&snapshot, &folder.0.join("deploy/conf.d/a.cfg.lua"));
    assert_eq!(tree.role, TreeRole::Entry);
    assert_eq!(tree.profile.mount.as_ref().unwrap().path, "/etc/prosody-of-nobody");
    assert_eq!(value(&tree, "*", "a"), Some(Value::Int(1)));
}

#[test]
fn files_that_nothing_loads_are_read_by_themselves() {
    let folder = Folder::new(
        "fragment",
        &[("prosody.cfg.lua", "a = 1\n"), ("unused.cfg.lua", "b = 2\n"), ("library.lua", "c = 3\n")],
    );
    let snapshot = folder.workspace().snapshot(&|_, _| {});
    let fragment = tree_of(&snapshot, &folder.0.join("unused.cfg.lua"));
    assert_eq!(fragment.role, TreeRole::Fragment);
    assert_eq!(value(&fragment, "*", "b"), Some(Value::Int(2)));
    assert_eq!(snapshot.file_id(&folder.0.join("library.lua")), None, "other Lua files are none of ours");
}

#[test]
fn unsaved_text_counts_until_the_file_is_closed() {
    let folder =
        Folder::new("overlay", &[("prosody.cfg.lua", "Include \"a.cfg.lua\"\n"), ("a.cfg.lua", "a = 1\n")]);
    let mut workspace = folder.workspace();
    let path = folder.0.join("a.cfg.lua");
    let a = |workspace: &mut Workspace| value(&tree_of(&workspace.snapshot(&|_, _| {}), &path), "*", "a");
    assert_eq!(a(&mut workspace), Some(Value::Int(1)));
    workspace.set_text(&path, Arc::from(&b"a = 2\n"[..]), 1);
    assert_eq!(a(&mut workspace), Some(Value::Int(2)));
    workspace.close(&path);
    assert_eq!(a(&mut workspace), Some(Value::Int(1)));
    std::fs::write(&path, "a = 3\n").unwrap();
    workspace.touch(std::slice::from_ref(&path));
    assert_eq!(a(&mut workspace), Some(Value::Int(3)));
}

#[test]
fn a_mistake_in_one_place_does_not_hide_the_others() {
    let folder = Folder::new(
        "recover",
        &[
            ("prosody.cfg.lua", "a = 1\nb = nothing .. \"x\"\nc = 3\nInclude \"broken.cfg.lua\"\nd = 4\n"),
            ("broken.cfg.lua", "e = 5\nf = = 6\ng = 7\n"),
        ],
    );
    let snapshot = folder.workspace().snapshot(&|_, _| {});
    let tree = tree_of(&snapshot, &folder.0.join("prosody.cfg.lua"));
    for (option, expected) in [("a", 1), ("c", 3), ("d", 4), ("e", 5), ("g", 7)] {
        assert_eq!(value(&tree, "*", option), Some(Value::Int(expected)), "{option}");
    }
    let error = tree.settings.error.as_ref().unwrap();
    assert!(
        error.message.ends_with("attempt to concatenate a nil value (global 'nothing')"),
        "{}",
        error.message
    );
}

#[test]
fn layers_without_an_entry_file_come_in_the_order_of_their_layout() {
    let folder = Folder::new(
        "assumed",
        &[
            ("config/environments/production.cfg.lua", "a = 3\n"),
            ("config/core/server.cfg.lua", "a = 1\n"),
            ("config/features/messaging/core.cfg.lua", "a = 2\n"),
        ],
    );
    let snapshot = folder.workspace().snapshot(&|_, _| {});
    let tree = tree_of(&snapshot, &folder.0.join("config/core/server.cfg.lua"));
    assert_eq!(tree.role, TreeRole::Assumed);
    assert_eq!(value(&tree, "*", "a"), Some(Value::Int(3)));
    let layers = snapshot.layers(&tree);
    let names: Vec<_> = layers.layers.iter().map(|layer| &*layer.name).collect();
    assert_eq!(names, ["core", "features", "environments"]);
    assert_eq!(layers.layout.name(), "hybrid");
}

#[test]
#[cfg(unix)]
fn a_file_is_the_same_under_the_name_of_a_link() {
    let folder = Folder::new(
        "link",
        &[
            ("prosody.cfg.lua", "Include \"conf.d/*.cfg.lua\"\n"),
            ("conf.avail/a.cfg.lua", "a = 1\n"),
            ("conf.d/b.cfg.lua", ""),
        ],
    );
    let (available, link) = (folder.0.join("conf.avail/a.cfg.lua"), folder.0.join("conf.d/a.cfg.lua"));
    std::os::unix::fs::symlink("../conf.avail/a.cfg.lua", &link).unwrap();
    let mut workspace = folder.workspace();
    let mut now = |change: &dyn Fn(&mut Workspace)| {
        change(&mut workspace);
        let snapshot = workspace.snapshot(&|_, _| {});
        value(&tree_of(&snapshot, &folder.0.join("prosody.cfg.lua")), "*", "a")
    };
    assert_eq!(now(&|_| {}), Some(Value::Int(1)));
    assert_eq!(now(&|it| it.set_text(&available, Arc::from(*b"a = 2\n"), 1)), Some(Value::Int(2)));
    assert_eq!(now(&|it| it.set_text(&available, Arc::from(*b"a = 3\n"), 2)), Some(Value::Int(3)));
    assert_eq!(now(&|it| it.close(&available)), Some(Value::Int(1)));
    std::fs::write(&available, "a = 4\n").unwrap();
    assert_eq!(now(&|it| it.touch(std::slice::from_ref(&available))), Some(Value::Int(4)));
    std::fs::write(&link, "a = 6\n").unwrap();
    workspace.touch(std::slice::from_ref(&link));
    let snapshot = workspace.snapshot(&|_, _| {});
    assert_eq!(value(&tree_of(&snapshot, &available), "*", "a"), Some(Value::Int(6)));
    let mut now = |change: &dyn Fn(&mut Workspace)| {
        change(&mut workspace);
        let snapshot = workspace.snapshot(&|_, _| {});
        value(&tree_of(&snapshot, &folder.0.join("prosody.cfg.lua")), "*", "a")
    };
    std::fs::remove_file(&available).unwrap();
    assert_eq!(now(&|it| it.touch(std::slice::from_ref(&available))), None);
    std::fs::write(&available, "a = 5\n").unwrap();
    assert_eq!(now(&|it| it.touch(std::slice::from_ref(&available))), Some(Value::Int(5)));
}

#[test]
fn a_file_may_come_with_its_directory() {
    let entry = "for name in Lua.require(\"lfs\").dir(\"/etc/prosody\") do\n\
                 if name:match(\"%.d$\") then Include(name .. \"/*.cfg.lua\") end\nend\nIncluded = true\n";
    let folder = Folder::new("directory", &[("prosody.cfg.lua", entry), ("a.d/a.cfg.lua", "a = 1\n")]);
    let mut workspace = folder.workspace();
    workspace.set_profile(config::Profile {
        mount: Some(config::Mount { root: folder.0.clone(), path: "/etc/prosody".to_owned() }),
        ..config::Profile::default()
    });
    let snapshot = workspace.snapshot(&|_, _| {});
    assert_eq!(value(&tree_of(&snapshot, &folder.0.join("prosody.cfg.lua")), "*", "b"), None);
    let new = folder.0.join("b.d/b.cfg.lua");
    std::fs::create_dir(folder.0.join("b.d")).unwrap();
    std::fs::write(&new, "b = 2\n").unwrap();
    workspace.touch(&[new]);
    let snapshot = workspace.snapshot(&|_, _| {});
    assert_eq!(value(&tree_of(&snapshot, &folder.0.join("prosody.cfg.lua")), "*", "b"), Some(Value::Int(2)));
}

#[test]
fn an_entry_file_may_be_named_before_it_is_written() {
    let folder = Folder::new("to-be-written", &[("prosody-ls.toml", "entry = \"main.cfg.lua\"\n")]);
    let entry = folder.0.join("main.cfg.lua");
    let mut workspace = folder.workspace();
    assert_eq!(workspace.snapshot(&|_, _| {}).trees().count(), 0);
    workspace.set_text(&entry, Arc::from(*b"a = 1\n"), 1);
    assert_eq!(value(&tree_of(&workspace.snapshot(&|_, _| {}), &entry), "*", "a"), Some(Value::Int(1)));
}

#[test]
fn an_entry_file_that_the_project_passes_over_keeps_its_text() {
    let folder = Folder::new(
        "passed-over",
        &[
            ("prosody-ls.toml", "entry = \"other.cfg.lua\"\n"),
            ("prosody.cfg.lua", "Include \"core/a.cfg.lua\"\n"),
            ("core/a.cfg.lua", "a = 1\n"),
            ("features/b.cfg.lua", "b = 2\n"),
        ],
    );
    let (project, entry) = (folder.0.join("prosody-ls.toml"), folder.0.join("prosody.cfg.lua"));
    let mut workspace = folder.workspace();
    workspace.snapshot(&|_, _| {});
    std::fs::write(&project, "").unwrap();
    workspace.touch(&[project]);
    let tree = tree_of(&workspace.snapshot(&|_, _| {}), &entry);
    assert_eq!((value(&tree, "*", "a"), value(&tree, "*", "b")), (Some(Value::Int(1)), None));
}
