//! The lines of code lenses.

use ide::LensLine;
use serde_json::{Value, json};
use tower_lsp_server::ls_types as lsp;

use super::range;
use crate::custom::SHOW_PLACES;
use crate::view::View;

/// The line of a lens. A client that says that it has our command shows the places that the line is about.
pub(crate) fn lens_command(view: &View, uri: &lsp::Uri, at: lsp::Position, line: LensLine) -> lsp::Command {
    let places: Vec<Value> = line
        .places
        .into_iter()
        .filter_map(|(file, span)| {
            let file = view.analysis.file(file)?;
            Some(json!({ "uri": view.uri(&file.path)?, "range": range(file, span, view.features.encoding) }))
        })
        .collect();
    if places.is_empty() || !view.features.has_command(SHOW_PLACES) {
        return title_only(line.title);
    }
    lsp::Command {
        title: line.title,
        command: SHOW_PLACES.to_owned(),
        arguments: Some(vec![json!(uri), json!(at), Value::from(places)]),
    }
}

/// A line that does nothing.
pub(crate) fn title_only(title: String) -> lsp::Command {
    lsp::Command { title, command: String::new(), arguments: None }
}
