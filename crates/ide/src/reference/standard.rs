//! The pages of XEPs and RFCs.

use schema::{Rfc, Schema, Xep};

use super::{Links, extent, module, paragraphs};
use crate::describe::linked_xep;

/// The page of a XEP: what it is, and which modules implement it.
pub fn xep_page(schema: Schema<'_>, xep: &Xep, links: Links) -> String {
    let mut about = vec![xep.kind.to_owned(), xep.status.to_owned()];
    about.extend(xep.version.map(|version| format!("version {version}")));
    about.extend(xep.date.map(|date| format!("of {date}")));
    let mut parts = vec![format!("# {xep}"), about.join(" · ")];
    if !xep.superseded_by.is_empty() {
        let newer: Vec<String> =
            xep.superseded_by.iter().map(|number| format!("- {}", linked_xep(schema, *number))).collect();
        parts.push(format!("Superseded by:\n\n{}", newer.join("\n")));
    }
    parts.push(format!("<{}>", xep.url()));
    let implementers = implementers(schema, xep, links);
    if implementers.is_empty() {
        parts.push(format!("No module of Prosody {} is known to implement it.", schema.version()));
    } else {
        parts.push(format!("## Modules\n\n{}", implementers.join("\n")));
    }
    paragraphs(parts)
}

/// The modules that implement a XEP, Prosody's own first, one item of a list each.
pub(super) fn implementers(schema: Schema<'_>, xep: &Xep, links: Links) -> Vec<String> {
    let mut modules: Vec<_> = schema
        .modules()
        .filter_map(|module| {
            let claim = module.xeps.iter().find(|claim| claim.number == xep.number)?;
            Some((module, claim))
        })
        .collect();
    modules.sort_by_key(|(module, _)| !module.is_core());
    modules
        .into_iter()
        .map(|(module, claim)| {
            let item = module::item(module, links);
            match item.split_once(": ") {
                Some((name, summary)) => format!("{name}{}: {summary}", extent(claim)),
                None => format!("{item}{}", extent(claim)),
            }
        })
        .collect()
}

/// The page of an RFC.
pub fn rfc_page(schema: Schema<'_>, rfc: &Rfc) -> String {
    let mut parts = vec![format!("# {rfc}"), format!("{} · {}", rfc.status, rfc.date)];
    let newer: Vec<String> = rfc
        .obsoleted_by
        .iter()
        .filter_map(|number| schema.rfc(*number))
        .map(|newer| format!("- {newer} <{}>", newer.url()))
        .collect();
    if !newer.is_empty() {
        parts.push(format!("Obsoleted by:\n\n{}", newer.join("\n")));
    }
    parts.push(format!("<{}>", rfc.url()));
    paragraphs(parts)
}
