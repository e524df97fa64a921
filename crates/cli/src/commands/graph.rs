//! `prosody-ls graph`: which file loads which, in what order, and the layers that they make.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::ValueEnum;
use config::LoadKind;
use ide::Graph;
use serde_json::json;

use super::tree::TreeArgs;

/// Arguments of `prosody-ls graph`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    tree: TreeArgs,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For Graphviz.
    Dot,
    /// For Markdown pages that draw it.
    Mermaid,
    /// For programs.
    Json,
}

/// Prints the graph.
///
/// # Errors
/// If there is no tree, or the output can't be written.
pub(crate) fn run(args: &Args) -> io::Result<ExitCode> {
    let (snapshot, tree) = args.tree.read()?;
    let graph = ide::graph(&snapshot, &tree);
    let text = match args.format {
        Format::Text => ide::graph_text(&graph, &tree.profile_name),
        Format::Dot => dot(&graph),
        Format::Mermaid => mermaid(&graph),
        Format::Json => json(&graph, &tree.profile_name),
    };
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn dot(graph: &Graph) -> String {
    let mut out = "digraph configuration {\n\trankdir=LR;\n\tnode [shape=box];\n".to_owned();
    for (number, layer) in graph.layers.iter().enumerate() {
        let _ = writeln!(out, "\tsubgraph cluster_{number} {{\n\t\tlabel={};", quoted(layer));
        for (at, _) in graph.nodes.iter().enumerate().filter(|(_, node)| node.layer.as_ref() == Some(layer)) {
            let _ = writeln!(out, "\t\tn{at};");
        }
        out.push_str("\t}\n");
    }
    for (at, node) in graph.nodes.iter().enumerate() {
        let style = if node.loaded { "" } else { ", style=dashed" };
        let _ = writeln!(out, "\tn{at} [label={}{style}];", quoted(&node.name));
    }
    for (order, edge) in graph.edges.iter().enumerate() {
        let style = match edge.kind {
            LoadKind::Script => ", style=dotted",
            _ if edge.wildcard => ", style=dashed",
            _ => "",
        };
        let _ = writeln!(out, "\tn{} -> n{} [label=\"{}\"{style}];", edge.from, edge.to, order + 1);
    }
    out.push_str("}\n");
    out
}

fn mermaid(graph: &Graph) -> String {
    let mut out = "flowchart LR\n".to_owned();
    for (number, layer) in graph.layers.iter().enumerate() {
        let _ = writeln!(out, "\tsubgraph l{number}[{}]", quoted(layer));
        for (at, node) in
            graph.nodes.iter().enumerate().filter(|(_, node)| node.layer.as_ref() == Some(layer))
        {
            let _ = writeln!(out, "\t\tn{at}[{}]", quoted(&node.name));
        }
        out.push_str("\tend\n");
    }
    for (at, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.layer.is_none()) {
        let _ = writeln!(out, "\tn{at}[{}]", quoted(&node.name));
    }
    for (order, edge) in graph.edges.iter().enumerate() {
        let arrow = if edge.wildcard || edge.kind == LoadKind::Script { "-.->" } else { "-->" };
        let _ = writeln!(out, "\tn{} {arrow}|{}| n{}", edge.from, order + 1, edge.to);
    }
    out
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "'"))
}

fn json(graph: &Graph, profile: &str) -> String {
    let nodes: Vec<_> = graph
        .nodes
        .iter()
        .map(|node| json!({ "file": node.name, "layer": node.layer.as_deref(), "loaded": node.loaded }))
        .collect();
    let name = |at: usize| graph.nodes.get(at).map_or("", |node| node.name.as_str());
    let kind = |kind: LoadKind| match kind {
        LoadKind::Include => "include",
        LoadKind::Loader => "loader",
        LoadKind::Script => "script",
    };
    let edges: Vec<_> = graph
        .edges
        .iter()
        .map(|edge| {
            json!({
                "from": name(edge.from),
                "to": name(edge.to),
                "kind": kind(edge.kind),
                "wildcard": edge.wildcard,
            })
        })
        .collect();
    let layers: Vec<&str> = graph.layers.iter().map(|layer| &**layer).collect();
    let graph = json!({
        "profile": profile,
        "layout": graph.layout,
        "layers": layers,
        "files": nodes,
        "loads": edges,
    });
    format!("{graph:#}\n")
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use expect_test::expect;
    use fixture::Directory;

    use super::{Args, dot, json, mermaid};

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        args: Args,
    }

    fn graph() -> (Directory, ide::Graph) {
        let directory = Directory::new();
        directory.write("prosody.cfg.lua", b"Include 'core/*.cfg.lua'\nInclude 'features/mam.cfg.lua'\n");
        directory.write("core/a.cfg.lua", b"a = 1\n");
        directory.write("features/mam.cfg.lua", b"b = 1\n");
        directory.write("features/off.cfg.lua", b"c = 1\n");
        let place = directory.path().to_string_lossy().into_owned();
        let (snapshot, tree) = Cli::parse_from(["graph", "--in", &place]).args.tree.read().unwrap();
        let graph = ide::graph(&snapshot, &tree);
        (directory, graph)
    }

    #[test]
    fn programs_get_the_same() {
        let (_directory, graph) = graph();
        expect![[r#"
            flowchart LR
            	subgraph l0["core"]
            		n1["core/a.cfg.lua"]
            	end
            	subgraph l1["features"]
            		n2["features/mam.cfg.lua"]
            		n3["features/off.cfg.lua"]
            	end
            	n0["prosody.cfg.lua"]
            	n0 -.->|1| n1
            	n0 -->|2| n2
        "#]]
        .assert_eq(&mermaid(&graph));
        assert!(dot(&graph).contains("n3 [label=\"features/off.cfg.lua\", style=dashed];"));
        let read: serde_json::Value = serde_json::from_str(&json(&graph, "default")).unwrap();
        assert_eq!(read["loads"][0]["wildcard"], true);
    }
}
