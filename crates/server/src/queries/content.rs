//! `workspace/textDocumentContent`: documents that exist nowhere.
//!
//! | document | what it is |
//! |---|---|
//! | `prosody-ls:/effective.cfg.lua?file=PATH` | the configuration in effect that this file belongs to, as one file; `&host=example.org` leaves out other hosts, `&profile=staging` reads it under another profile |
//! | `prosody-ls:/chain.txt?file=PATH&host=HOST&option=OPTION` | why an option has its value on a host; the global section is `*` |
//! | `prosody-ls:/graph.txt?file=PATH` | which file loads which, and the layers |
//!
//! The path may be any that ends with the document's name, so that editors show a title that people can tell apart.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use config::{Profile, Settings, Tree};
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::Uri;

use crate::event::Event;
use crate::extension::{ContentParams, ContentResult, SCHEME};
use crate::view::View;

/// Which document is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    /// What it shows.
    pub(crate) kind: DocumentKind,
    /// A file of the configuration that it is about.
    pub(crate) file: PathBuf,
    /// The host; `*` is the global section.
    pub(crate) host: Option<String>,
    /// The option.
    pub(crate) option: Option<String>,
    /// The profile, if it is not the one that is shown.
    pub(crate) profile: Option<String>,
}

/// What a document of ours shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DocumentKind {
    /// The configuration in effect.
    Effective,
    /// Every assignment of an option.
    Chain,
    /// The files with their layers, and who loads whom.
    Graph,
}

/// What documents are called.
const NAMES: [(&str, DocumentKind); 3] = [
    ("effective.cfg.lua", DocumentKind::Effective),
    ("chain.txt", DocumentKind::Chain),
    ("graph.txt", DocumentKind::Graph),
];

/// `workspace/textDocumentContent`
pub(crate) fn content(
    view: &View,
    (params, events): &(ContentParams, Sender<Event>),
) -> Result<ContentResult> {
    let no_such = || {
        let form = format!("{SCHEME}:/effective.cfg.lua?file=PATH&host=HOST&profile=PROFILE");
        Error::invalid_params(format!("no such document: {}; they look like {form}", params.uri.as_str()))
    };
    let wanted = Document::read(&params.uri).ok_or_else(no_such)?;
    // From now on the client hears when it changes.
    drop(events.send(Event::HasText(params.uri.clone())));
    let text = wanted.text(view).unwrap_or_else(|why| match wanted.kind {
        DocumentKind::Effective => format!("-- {why}\n"),
        DocumentKind::Chain | DocumentKind::Graph => format!("{why}\n"),
    });
    Ok(ContentResult { text })
}

impl Document {
    /// What a URI of ours asks for.
    fn read(uri: &Uri) -> Option<Self> {
        let path = uri.path().as_str();
        let (_, kind) = NAMES.iter().find(|(name, _)| path.ends_with(name))?;
        if uri.scheme().as_str() != SCHEME {
            return None;
        }
        let query = uri.query()?.as_str();
        // Some editors encode the signs between the parts as well.
        let whole = if query.contains('=') { query.to_owned() } else { decode(query) };
        let mut wanted = Self { kind: *kind, file: PathBuf::new(), host: None, option: None, profile: None };
        for part in whole.split('&') {
            let (name, value) = part.split_once('=')?;
            let value = decode(value);
            match name {
                "file" => wanted.file = PathBuf::from(value),
                "host" => wanted.host = Some(value),
                "option" => wanted.option = Some(value),
                "profile" => wanted.profile = Some(value),
                _ => return None,
            }
        }
        let is_whole = *kind != DocumentKind::Chain || wanted.option.is_some();
        (is_whole && !wanted.file.as_os_str().is_empty()).then_some(wanted)
    }

    /// The URI that asks for it.
    pub(crate) fn uri(&self) -> Option<Uri> {
        let (name, _) = NAMES.iter().find(|(_, kind)| *kind == self.kind)?;
        let mut text = format!("{SCHEME}:/{name}?file={}", encode(self.file.to_str()?));
        let more = [("host", &self.host), ("option", &self.option), ("profile", &self.profile)];
        for (name, value) in more {
            if let Some(value) = value {
                let _ = write!(text, "&{name}={}", encode(value));
            }
        }
        Uri::from_str(&text).ok()
    }

    /// Its text, or why there is none.
    pub(crate) fn text(&self, view: &View) -> std::result::Result<String, String> {
        let snapshot = view.analysis.snapshot();
        let file = view.configuration(&self.file);
        let tree = file
            .and_then(|file| snapshot.tree_of(file.id))
            .ok_or_else(|| format!("{} is no Prosody configuration", self.file.display()))?;
        match self.kind {
            DocumentKind::Effective => self.effective(view, tree),
            DocumentKind::Chain => {
                let (host, option) =
                    (self.host.as_deref().unwrap_or("*"), self.option.as_deref().unwrap_or_default());
                ide::chain_text(snapshot, tree, host, option)
                    .ok_or_else(|| format!("Nothing sets `{option}` on {host}, in any profile"))
            }
            DocumentKind::Graph => Ok(ide::graph_text(&ide::graph(snapshot, tree), &tree.profile_name)),
        }
    }

    /// The configuration in effect.
    fn effective(&self, view: &View, tree: &Arc<Tree>) -> std::result::Result<String, String> {
        let flat = |settings: &Settings, profile: &Profile| match &self.host {
            Some(host) => ide::flat_host(settings, profile, host),
            None => ide::flat(settings, profile),
        };
        let flat = match &self.profile {
            Some(name) if **name != *tree.profile_name => {
                let survey = view.analysis.snapshot().survey(tree);
                let found = survey.profiles.iter().find(|(profile, _)| *profile.name == **name);
                let (named, settings) = found.ok_or_else(|| format!("there is no profile {name}"))?;
                flat(settings, &named.profile)
            }
            _ => flat(&tree.settings, &tree.profile),
        };
        let left_out = flat.left_out.iter().map(|what| format!("-- Left out: {what}\n"));
        Ok(left_out.chain([flat.text.clone()]).collect())
    }
}

/// Text in which percent signs stand for all bytes but letters, digits and a few signs.
fn encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// Text without percent signs that stand for bytes.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let code = behind.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> Document {
        Document {
            kind: DocumentKind::Effective,
            file: "/etc/a b/prosody.cfg.lua".into(),
            host: Some("x.example".to_owned()),
            option: None,
            profile: Some("E=two".to_owned()),
        }
    }

    #[test]
    fn documents_are_told_by_file_host_and_profile() {
        let of = |uri: &str| Document::read(&Uri::from_str(uri).unwrap());
        for query in [
            "file=/etc/a%20b/prosody.cfg.lua&host=x.example&profile=E%3Dtwo",
            "host=x.example&file=%2Fetc%2Fa%20b%2Fprosody.cfg.lua&profile=E=two",
            "file%3D/etc/a%20b/prosody.cfg.lua%26host%3Dx.example%26profile%3DE%3Dtwo",
        ] {
            assert_eq!(of(&format!("prosody-ls:/effective.cfg.lua?{query}")), Some(wanted()), "{query}");
        }
        for uri in [
            "prosody-ls:/effective.cfg.lua",
            "prosody-ls:/effective.cfg.lua?host=x",
            "prosody-ls:/chain.txt?file=/x&host=y",
            "prosody-ls:/other?file=/x",
            "file:/effective.cfg.lua?file=/x",
        ] {
            assert_eq!(of(uri), None, "{uri}");
        }
    }

    #[test]
    fn the_uri_of_a_document_asks_for_it() {
        for kind in [DocumentKind::Effective, DocumentKind::Chain, DocumentKind::Graph] {
            let document =
                Document { kind, host: Some("*".to_owned()), option: Some("a&b".to_owned()), ..wanted() };
            assert_eq!(Document::read(&document.uri().unwrap()), Some(document));
        }
    }
}
