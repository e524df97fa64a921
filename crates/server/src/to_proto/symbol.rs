//! Outlines, as a tree or a list.

use config::SourceFile;
use ide::{Symbol, SymbolKind, WorkspaceSymbol};
use tower_lsp_server::ls_types as lsp;

use super::range;
use crate::capabilities::ClientFeatures;
use crate::view::View;

/// An outline as a tree.
#[expect(deprecated, reason = "the field has to be written, even if as nothing")]
pub(crate) fn nested_symbol(
    file: &SourceFile,
    symbol: Symbol,
    features: &ClientFeatures,
) -> lsp::DocumentSymbol {
    let children = symbol.children.into_iter().map(|child| nested_symbol(file, child, features));
    lsp::DocumentSymbol {
        name: symbol_name(symbol.name),
        detail: symbol.detail,
        kind: symbol_kind(symbol.kind),
        tags: (symbol.deprecated && features.symbol_deprecated).then(|| vec![lsp::SymbolTag::DEPRECATED]),
        deprecated: None,
        // Editors reject a whole outline if one focus lies outside.
        range: range(file, symbol.full.cover(symbol.focus), features.encoding),
        selection_range: range(file, symbol.focus, features.encoding),
        children: Some(children.collect()),
    }
}

/// An outline as a list, each entry with the name of the one around it.
#[expect(deprecated, reason = "the field has to be written, even if as nothing")]
pub(crate) fn flat_symbols(
    file: &SourceFile,
    uri: &lsp::Uri,
    symbols: Vec<Symbol>,
    container: Option<&str>,
    features: &ClientFeatures,
    flat: &mut Vec<lsp::SymbolInformation>,
) {
    for symbol in symbols {
        let name = symbol_name(symbol.name);
        flat.push(lsp::SymbolInformation {
            name: name.clone(),
            kind: symbol_kind(symbol.kind),
            tags: (symbol.deprecated && features.symbol_deprecated).then(|| vec![lsp::SymbolTag::DEPRECATED]),
            deprecated: None,
            location: lsp::Location::new(uri.clone(), range(file, symbol.full, features.encoding)),
            container_name: container.map(str::to_owned),
        });
        flat_symbols(file, uri, symbol.children, Some(&name), features, flat);
    }
}

/// A symbol of the workspace, in the form that every client knows.
#[expect(deprecated, reason = "the field has to be written, even if as nothing")]
pub(crate) fn workspace_symbol(view: &View, symbol: WorkspaceSymbol) -> Option<lsp::SymbolInformation> {
    let file = view.analysis.file(symbol.file)?;
    let range = range(file, symbol.span, view.features.encoding);
    Some(lsp::SymbolInformation {
        name: symbol_name(symbol.name),
        kind: symbol_kind(symbol.kind),
        tags: None,
        deprecated: None,
        location: lsp::Location::new(view.uri(&file.path)?, range),
        container_name: symbol.container,
    })
}

/// Editors reject symbols without a name.
fn symbol_name(name: String) -> String {
    if name.trim().is_empty() { "?".to_owned() } else { name }
}

fn symbol_kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Host => lsp::SymbolKind::NAMESPACE,
        SymbolKind::Component => lsp::SymbolKind::MODULE,
        SymbolKind::Module => lsp::SymbolKind::PACKAGE,
        SymbolKind::Option => lsp::SymbolKind::PROPERTY,
        SymbolKind::Include => lsp::SymbolKind::FILE,
        SymbolKind::Function => lsp::SymbolKind::FUNCTION,
        SymbolKind::Variable => lsp::SymbolKind::VARIABLE,
    }
}
