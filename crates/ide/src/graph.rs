//! Who loads whom: the files of a tree with their layers, and the calls that load them.

use std::sync::Arc;

use config::{FileId, LoadKind, Snapshot, Tree};
use syntax::Span;

/// The files of a tree and the calls that load them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// The kind of layout.
    pub layout: &'static str,
    /// The names of the layers, first loaded first.
    pub layers: Vec<Arc<str>>,
    /// The files in the order in which they begin to run, the entry first; then those that are not loaded.
    pub nodes: Vec<Node>,
    /// The loads in the order in which they happen.
    pub edges: Vec<Edge>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The file.
    pub file: FileId,
    /// Its path relative to the entry's directory, or whole outside of it.
    pub name: String,
    /// Its layer.
    pub layer: Option<Arc<str>>,
    /// Whether it is loaded in this profile.
    pub loaded: bool,
}

/// A load: nodes are named by their place in [`Graph::nodes`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Who loads.
    pub from: usize,
    /// Who is loaded.
    pub to: usize,
    /// How.
    pub kind: LoadKind,
    /// Whether the file system decides the place among its siblings.
    pub wildcard: bool,
    /// The argument of the call.
    pub span: Span,
}

/// The graph of a tree.
pub fn graph(snapshot: &Snapshot, tree: &Tree) -> Graph {
    let layers = snapshot.layers(tree);
    let folder = snapshot.file(tree.entry).and_then(|file| file.path.parent());
    let mut nodes: Vec<Node> = Vec::new();
    let mut add = |file: FileId, loaded: bool| -> usize {
        if let Some(at) = nodes.iter().position(|node| node.file == file) {
            return at;
        }
        let path = snapshot.file(file).map(|file| file.path.clone()).unwrap_or_default();
        let name = folder.and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(&path);
        let layer = layers.layer_of(file).map(|layer| Arc::clone(&layer.name));
        nodes.push(Node { file, name: name.to_string_lossy().into_owned(), layer, loaded });
        nodes.len() - 1
    };
    add(tree.entry, true);
    for file in tree.settings.config_files() {
        add(file, true);
    }
    let mut edges = Vec::new();
    for load in tree.settings.includes() {
        let from = add(load.file, true);
        for &target in &load.targets {
            let to = add(target, true);
            let edge = Edge { from, to, kind: load.kind, wildcard: load.wildcard, span: load.span };
            if !edges.contains(&edge) {
                edges.push(edge);
            }
        }
    }
    for file in layers.layers.iter().flat_map(|layer| &layer.unused) {
        add(*file, false);
    }
    Graph {
        layout: layers.layout.name(),
        layers: layers.layers.into_iter().map(|layer| layer.name).collect(),
        nodes,
        edges,
    }
}

#[cfg(test)]
mod tests {
    use fixture::Fixture;

    #[test]
    fn files_stand_in_the_order_of_loading_and_unused_ones_last() {
        let fixture = Fixture::new(
            "//- prosody.cfg.lua
Include 'features/*.cfg.lua'
Include 'core/x.cfg.lua'
//- core/x.cfg.lua
a = 1
//- core/unused.cfg.lua
a = 2
//- features/b.cfg.lua
b = 1
//- features/a.cfg.lua
b = 2
",
        );
        let tree = fixture.snapshot.trees().next().unwrap();
        let graph = super::graph(&fixture.snapshot, tree);
        let nodes: Vec<String> = graph
            .nodes
            .iter()
            .map(|node| format!("{}{}", node.name, if node.loaded { "" } else { " (not loaded)" }))
            .collect();
        assert_eq!(
            nodes,
            [
                "prosody.cfg.lua",
                "features/a.cfg.lua",
                "features/b.cfg.lua",
                "core/x.cfg.lua",
                "core/unused.cfg.lua (not loaded)"
            ]
        );
        assert_eq!(graph.layout, "hybrid");
        assert_eq!(graph.layers.iter().map(|name| &**name).collect::<Vec<_>>(), ["features", "core"]);
        let edges: Vec<_> = graph.edges.iter().map(|edge| (edge.from, edge.to, edge.wildcard)).collect();
        assert_eq!(edges, [(0, 1, true), (0, 2, true), (0, 3, false)]);
    }
}
