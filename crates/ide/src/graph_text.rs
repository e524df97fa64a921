//! Who loads whom, as text: what `prosody-ls graph` and the command "show layer graph" say.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use config::LoadKind;

use crate::graph::{Edge, Graph};

/// A tree of indented lines in the order of loading.
pub fn graph_text(graph: &Graph, profile: &str) -> String {
    let mut out = format!("{} layout, profile {profile}\n", graph.layout);
    if !graph.layers.is_empty() {
        let _ = writeln!(out, "layers: {}", graph.layers.join(" < "));
    }
    out.push('\n');
    let mut seen = BTreeSet::new();
    branch(graph, 0, 0, "", &mut seen, &mut out);
    let unused: Vec<&str> =
        graph.nodes.iter().filter(|node| !node.loaded).map(|node| node.name.as_str()).collect();
    if !unused.is_empty() {
        let _ = write!(out, "\nnot loaded in this profile:\n");
        for name in unused {
            let _ = writeln!(out, "  {name}");
        }
    }
    out
}

fn branch(graph: &Graph, at: usize, depth: usize, how: &str, seen: &mut BTreeSet<usize>, out: &mut String) {
    let Some(node) = graph.nodes.get(at) else { return };
    let again = !seen.insert(at);
    let _ = writeln!(out, "{}{}{how}{}", "  ".repeat(depth), node.name, if again { " (again)" } else { "" });
    if again {
        return;
    }
    for edge in graph.edges.iter().filter(|edge| edge.from == at) {
        branch(graph, edge.to, depth + 1, how_loaded(edge), seen, out);
    }
}

fn how_loaded(edge: &Edge) -> &'static str {
    match (edge.kind, edge.wildcard) {
        (LoadKind::Include, true) => " (wildcard: any order)",
        (LoadKind::Include, false) => "",
        (LoadKind::Loader, _) => " (by a loader)",
        (LoadKind::Script, _) => " (plain Lua)",
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use fixture::Fixture;

    #[test]
    fn people_see_the_order_of_loading() {
        let fixture = Fixture::new(
            "//- prosody.cfg.lua
Include 'core/*.cfg.lua'
Include 'features/mam.cfg.lua'
//- core/a.cfg.lua
a = 1
//- features/mam.cfg.lua
b = 1
//- features/off.cfg.lua
c = 1
",
        );
        let graph = crate::graph(&fixture.snapshot, fixture.snapshot.trees().next().unwrap());
        expect![[r"
            hybrid layout, profile default
            layers: core < features

            prosody.cfg.lua
              core/a.cfg.lua (wildcard: any order)
              features/mam.cfg.lua

            not loaded in this profile:
              features/off.cfg.lua
        "]]
        .assert_eq(&super::graph_text(&graph, "default"));
    }
}
