//! `workspace/textDocumentContent`: documents that exist nowhere.
//!
//! `prosody-ls:/effective.cfg.lua?file=/etc/prosody/prosody.cfg.lua` is the configuration in effect that this file
//! belongs to, as one file; `&host=example.org` leaves out other hosts, `&profile=staging` reads it under another profile. The
//! path may be any that ends with the name `effective.cfg.lua`, so that editors show a title that people can tell apart.

use std::path::PathBuf;
use std::sync::mpsc::Sender;

use config::{Profile, Settings};
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::Uri;

use crate::event::Event;
use crate::extension::{ContentParams, ContentResult, SCHEME};
use crate::view::View;

/// Which document is wanted.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wanted {
    file: PathBuf,
    host: Option<String>,
    profile: Option<String>,
}

/// `workspace/textDocumentContent`
pub(crate) fn content(
    view: &View,
    (params, events): &(ContentParams, Sender<Event>),
) -> Result<ContentResult> {
    let no_such = || {
        let form = format!("{SCHEME}:/effective.cfg.lua?file=PATH&host=HOST&profile=PROFILE");
        Error::invalid_params(format!("no such document: {}; they look like {form}", params.uri.as_str()))
    };
    let wanted = read(&params.uri).ok_or_else(no_such)?;
    // From now on the client hears when it changes.
    drop(events.send(Event::HasText(params.uri.clone())));
    let text = effective(view, &wanted).unwrap_or_else(|why| format!("-- {why}\n"));
    Ok(ContentResult { text })
}

/// The configuration in effect, or why there is none.
fn effective(view: &View, wanted: &Wanted) -> std::result::Result<String, String> {
    let snapshot = view.analysis.snapshot();
    let file = view.configuration(&wanted.file);
    let tree = file
        .and_then(|file| snapshot.tree_of(file.id))
        .ok_or_else(|| format!("{} is no Prosody configuration", wanted.file.display()))?;
    let flat = |settings: &Settings, profile: &Profile| match &wanted.host {
        Some(host) => ide::flat_host(settings, profile, host),
        None => ide::flat(settings, profile),
    };
    let flat = match &wanted.profile {
        Some(name) if **name != *tree.profile_name => {
            let survey = snapshot.survey(tree);
            let found = survey.profiles.iter().find(|(profile, _)| *profile.name == **name);
            let (named, settings) = found.ok_or_else(|| format!("there is no profile {name}"))?;
            flat(settings, &named.profile)
        }
        _ => flat(&tree.settings, &tree.profile),
    };
    let left_out = flat.left_out.iter().map(|what| format!("-- Left out: {what}\n"));
    Ok(left_out.chain([flat.text.clone()]).collect())
}

/// What a URI of ours asks for.
fn read(uri: &Uri) -> Option<Wanted> {
    if uri.scheme().as_str() != SCHEME || !uri.path().as_str().ends_with("effective.cfg.lua") {
        return None;
    }
    let query = uri.query()?.as_str();
    // Some editors encode the signs between the parts as well.
    let whole = if query.contains('=') { query.to_owned() } else { decode(query) };
    let mut wanted = Wanted::default();
    for part in whole.split('&') {
        let (name, value) = part.split_once('=')?;
        let value = decode(value);
        match name {
            "file" => wanted.file = PathBuf::from(value),
            "host" => wanted.host = Some(value),
            "profile" => wanted.profile = Some(value),
            _ => return None,
        }
    }
    (!wanted.file.as_os_str().is_empty()).then_some(wanted)
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
    use std::str::FromStr;

    use super::*;

    #[test]
    fn documents_are_told_by_file_host_and_profile() {
        let of = |uri: &str| read(&Uri::from_str(uri).unwrap());
        let wanted = Wanted {
            file: "/etc/a b/prosody.cfg.lua".into(),
            host: Some("x.example".to_owned()),
            profile: Some("E=two".to_owned()),
        };
        for query in [
            "file=/etc/a%20b/prosody.cfg.lua&host=x.example&profile=E%3Dtwo",
            "host=x.example&file=%2Fetc%2Fa%20b%2Fprosody.cfg.lua&profile=E=two",
            "file%3D/etc/a%20b/prosody.cfg.lua%26host%3Dx.example%26profile%3DE%3Dtwo",
        ] {
            assert_eq!(
                of(&format!("prosody-ls:/effective.cfg.lua?{query}")).as_ref(),
                Some(&wanted),
                "{query}"
            );
        }
        for uri in [
            "prosody-ls:/effective.cfg.lua",
            "prosody-ls:/effective.cfg.lua?host=x",
            "prosody-ls:/other?file=/x",
            "file:/effective.cfg.lua?file=/x",
        ] {
            assert_eq!(of(uri), None, "{uri}");
        }
    }
}
