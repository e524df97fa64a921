//! A layer is where its settings stand.

use config::Profile;
use expect_test::expect;
use fixture::Directory;

use crate::ENTRY;

#[test]
fn a_layer_is_where_its_settings_stand() {
    let directory = Directory::new();
    for (path, text) in scaffold::loader() {
        directory.write(path, text.as_bytes());
    }
    directory.write("prosody.cfg.lua", ENTRY.as_bytes());
    let layer = r#"
admins = { "a@example.org" }
VirtualHost "example.org" {
    modules_enabled = { "mam" },
}
Component "rooms.example.org" "muc"
name = "Rooms"
"#;
    directory.write("core/a.cfg.lua", layer.as_bytes());
    let tree = config::read_tree(Profile::default(), &directory.path().join("prosody.cfg.lua"));
    let settings = &tree.settings;
    let text = |span: syntax::Span| &layer[span.start as usize..span.end as usize];
    let mut out = String::new();
    for (_, set) in settings.assignments() {
        let file = settings.name(&tree.profile, set.file).unwrap();
        assert_eq!(file, directory.path().join("core/a.cfg.lua").to_string_lossy());
        out += &format!("{}: {}: {}\n", set.host, set.option, text(set.span).replace('\n', " "));
    }
    for section in settings.sections() {
        out += &format!("{}: {}\n", section.host, text(section.span).trim().replace('\n', " "));
    }
    expect![[r#"
        *: admins: admins = { "a@example.org" }
        example.org: defined: VirtualHost "example.org"
        example.org: modules_enabled: modules_enabled = { "mam" }
        rooms.example.org: component_module: Component "rooms.example.org"
        rooms.example.org: load_global_modules: Component "rooms.example.org"
        rooms.example.org: component_module: Component "rooms.example.org" "muc"
        rooms.example.org: name: name = "Rooms"
        example.org: {     modules_enabled = { "mam" }, }
        rooms.example.org: "muc" name = "Rooms"
    "#]]
    .assert_eq(&out);
}
