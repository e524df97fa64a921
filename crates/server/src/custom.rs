//! Requests of our own, for editors that show profiles, effective configurations, chains and graphs.
//!
//! | request | parameters | answer |
//! |---|---|---|
//! | `prosody-ls/profiles` | `{textDocument}` | `{active, prosody, profiles: [{name, origin, detail?}]}` |
//! | `prosody-ls/effectiveConfiguration` | `{textDocument, host?}` | `{text, leftOut}` |
//! | `prosody-ls/chain` | `{textDocument, position}` | the assignments of the option there, or null |
//! | `prosody-ls/graph` | `{textDocument}` | the files of the tree and who loads whom |
//!
//! All answer null for a document that is no Prosody configuration. Once a client has sent one of them, it gets the
//! notification `prosody-ls/changed` whenever the answers may have changed.
//!
//! **Documents.** Clients of LSP 3.18 that declare `workspace.textDocumentContent` can open
//! `prosody-ls:/effective.cfg.lua?file=PATH&host=HOST&profile=PROFILE`: the effective configuration of the tree that
//! the file at this path belongs to; `host` and `profile` may be left out. There are others (see [`Document`](crate::queries::Document)).
//! They are told to ask for them again (`workspace/textDocumentContent/refresh`) when they may have changed.
//!
//! **Commands of the client.** A client that names commands in `capabilities.experimental.commands.commands` gets them
//! with what it is shown. There is one, `prosody-ls.showPlaces`, with the arguments `uri`, `position` and `locations`:
//! it shows a list of places, as for references. Without it the lines of code lenses only say what they say, with an
//! empty command.

use std::sync::Arc;

use config::{LoadKind, ProfileOrigin, Tree};
use ide::{Position, StepFate, option_at, option_chain, short_value};
use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp_server::ls_types::{TextDocumentIdentifier, TextDocumentPositionParams};

use crate::view::View;
use crate::{from_proto, to_proto};

/// The client's own command that shows places: the lines of code lenses have it if the client says that it is there.
pub(crate) const SHOW_PLACES: &str = "prosody-ls.showPlaces";

/// The notification that answers may have changed.
pub(crate) const CHANGED: &str = "prosody-ls/changed";

/// The methods of these requests.
pub(crate) const METHODS: [&str; 4] =
    ["prosody-ls/profiles", "prosody-ls/effectiveConfiguration", "prosody-ls/chain", "prosody-ls/graph"];

/// A request about a document's tree.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TreeParams {
    text_document: TextDocumentIdentifier,
    /// `effectiveConfiguration`: only this host, and the global section.
    host: Option<String>,
}

fn tree<'v>(view: &'v View, document: &TextDocumentIdentifier) -> Option<&'v Arc<Tree>> {
    let file = view.configuration(&from_proto::path(&document.uri))?;
    view.analysis.snapshot().tree_of(file.id)
}

/// `prosody-ls/profiles`
pub(crate) fn profiles(view: &View, params: &TreeParams) -> Option<Value> {
    let tree = tree(view, &params.text_document)?;
    let survey = view.analysis.snapshot().survey(tree);
    let profiles: Vec<Value> = survey
        .profiles
        .iter()
        .map(|(profile, _)| {
            let (origin, detail) = match &profile.origin {
                ProfileOrigin::Default => ("default", None),
                ProfileOrigin::Project => ("project", None),
                ProfileOrigin::File(path) => ("file", Some(path.display().to_string())),
                ProfileOrigin::Offered(variable) => ("offered", Some(variable.to_string())),
            };
            json!({ "name": &*profile.name, "origin": origin, "detail": detail })
        })
        .collect();
    Some(json!({
        "active": &*tree.profile_name,
        "prosody": tree.version().to_string(),
        "profiles": profiles,
    }))
}

/// `prosody-ls/effectiveConfiguration`
pub(crate) fn effective_configuration(view: &View, params: &TreeParams) -> Option<Value> {
    let tree = tree(view, &params.text_document)?;
    let flat = match &params.host {
        Some(host) => ide::flat_host(&tree.settings, &tree.profile, host),
        None => ide::flat(&tree.settings, &tree.profile),
    };
    Some(json!({ "text": flat.text, "leftOut": flat.left_out }))
}

/// `prosody-ls/chain`
pub(crate) fn chain(view: &View, params: &TextDocumentPositionParams) -> Option<Value> {
    let file = view.configuration(&from_proto::path(&params.text_document.uri))?;
    let offset = from_proto::offset(file, params.position, view.features.encoding);
    let snapshot = view.analysis.snapshot();
    let (host, option) = option_at(snapshot, Position { file: file.id, offset })?;
    let tree = snapshot.tree_of(file.id)?;
    let chain = option_chain(snapshot, tree, &host, &option, true)?;
    let steps: Vec<Value> = chain
        .steps
        .iter()
        .filter_map(|step| {
            let file = snapshot.file(step.file)?;
            let fate = match step.fate {
                StepFate::Effective => "effective".to_owned(),
                StepFate::OverriddenBy(by) => format!("overridden by {}", by + 1),
                StepFate::ExtendedBy(by) => format!("extended by {}", by + 1),
                StepFate::Uncertain => "uncertain".to_owned(),
            };
            let range = to_proto::range(file, step.name_span, view.features.encoding);
            Some(json!({
                "location": { "uri": view.uri(&file.path)?, "range": range },
                "layer": step.layer.as_deref(),
                "value": short_value(&step.value),
                "adds": step.adds,
                "condition": step.condition.as_deref(),
                "fate": fate,
                "race": step.race,
            }))
        })
        .collect();
    let elsewhere: Vec<Value> = chain
        .elsewhere
        .iter()
        .map(|group| {
            let names: Vec<&str> = group.profiles.iter().map(|name| &**name).collect();
            json!({ "value": group.value.as_ref().map(short_value), "profiles": names })
        })
        .collect();
    Some(json!({
        "host": &*chain.host,
        "option": &*chain.option,
        "from": &*chain.from,
        "value": short_value(&chain.value),
        "steps": steps,
        "elsewhere": elsewhere,
    }))
}

/// `prosody-ls/graph`
pub(crate) fn graph(view: &View, params: &TreeParams) -> Option<Value> {
    let tree = tree(view, &params.text_document)?;
    let snapshot = view.analysis.snapshot();
    let graph = ide::graph(snapshot, tree);
    let uri = |file| snapshot.file(file).and_then(|file| view.uri(&file.path));
    let files: Vec<Value> = graph
        .nodes
        .iter()
        .map(|node| {
            json!({
                "name": node.name,
                "uri": uri(node.file),
                "layer": node.layer.as_deref(),
                "loaded": node.loaded,
            })
        })
        .collect();
    let loads: Vec<Value> = graph
        .edges
        .iter()
        .map(|edge| {
            let kind = match edge.kind {
                LoadKind::Include => "include",
                LoadKind::Loader => "loader",
                LoadKind::Script => "script",
            };
            json!({ "from": edge.from, "to": edge.to, "kind": kind, "wildcard": edge.wildcard })
        })
        .collect();
    let layers: Vec<&str> = graph.layers.iter().map(|layer| &**layer).collect();
    Some(json!({
        "profile": &*tree.profile_name,
        "layout": graph.layout,
        "layers": layers,
        "files": files,
        "loads": loads,
    }))
}
