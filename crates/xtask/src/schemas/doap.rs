//! Which module implements which XEP: `doc/doap.xml` of Prosody.

use std::path::Path;

use super::Failure;
use super::markup::{element, elements};

/// One module's claim to a XEP.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Claim {
    pub(super) number: u16,
    pub(super) extent: Option<String>,
    /// The release that brought it.
    pub(super) since: Option<String>,
}

/// XEPs whose entries name no module, with the modules that answer for them.
const UNNAMED: &[(u16, &[&str])] = &[
    (30, &["disco"]),
    (45, &["muc"]),
    (77, &["register_ibr"]),
    (92, &["version"]),
    (114, &["component"]),
    (115, &["disco"]),
    (157, &["server_contact_info"]),
    (160, &["offline"]),
    (163, &["pep"]),
    (175, &["auth_anonymous"]),
    (178, &["saslauth", "s2s_auth_certs"]),
    (185, &["dialback"]),
    (199, &["ping"]),
    (205, &["limits"]),
    (206, &["bosh"]),
    (220, &["dialback"]),
    (227, &["storage_xep0227"]),
    (280, &["carbons"]),
    (288, &["s2s_bidi"]),
    (307, &["muc_unique"]),
    (317, &["muc"]),
    (334, &["carbons", "mam"]),
    (359, &["mam", "muc_mam"]),
    (368, &["c2s", "s2s"]),
    (379, &["invites"]),
    (401, &["invites"]),
    (410, &["muc"]),
    (440, &["saslauth"]),
    (441, &["mam"]),
    (445, &["invites_register"]),
    (478, &["c2s", "s2s"]),
];

/// All claims in a file, with the module's name.
pub(super) fn read(path: &Path) -> Result<Vec<(String, Claim)>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(claims(&text))
}

fn claims(text: &str) -> Vec<(String, Claim)> {
    let mut claims = Vec::new();
    for entry in elements(text, "xmpp:SupportedXep") {
        let number = entry
            .split_once("xep-")
            .and_then(|(_, rest)| rest.get(..4))
            .and_then(|digits| digits.parse().ok());
        let Some(number) = number else { continue };
        let claim =
            Claim { number, extent: element(entry, "xmpp:status"), since: element(entry, "xmpp:since") };
        let note = element(entry, "xmpp:note").unwrap_or_default();
        let mut modules = implementers(&note);
        if modules.is_empty() {
            let unnamed = UNNAMED.iter().find(|(unnamed, _)| *unnamed == number);
            modules = unnamed.map_or(Vec::new(), |(_, modules)| modules.to_vec());
        }
        claims.extend(modules.into_iter().map(|module| (module.to_owned(), claim.clone())));
    }
    claims
}

/// The modules in a note that begins with their names: `mod_time and mod_uptime, a remark`. A note about a module
/// (`mod_mam archives receipts`) names no implementers.
fn implementers(note: &str) -> Vec<&str> {
    let mut modules = Vec::new();
    for word in note.split([' ', '+']) {
        match (word.trim_end_matches(',').strip_prefix("mod_"), word) {
            (Some(module), _) => modules.push(module),
            (None, "and") => {}
            // A remark behind a comma.
            _ if note.split(word).next().is_some_and(|before| before.trim_end().ends_with(',')) => break,
            _ => return Vec::new(),
        }
    }
    modules
}

#[cfg(test)]
mod tests {
    use super::{Claim, claims, implementers};

    #[test]
    fn a_note_names_the_modules() {
        let text = r#"<implements><xmpp:SupportedXep>
            <xmpp:xep rdf:resource="https://xmpp.org/extensions/xep-0313.html"/>
            <xmpp:status>complete</xmpp:status><xmpp:since>0.10.0</xmpp:since>
            <xmpp:note>mod_mam, mod_muc_mam</xmpp:note></xmpp:SupportedXep></implements>"#;
        let claim = Claim { number: 313, extent: Some("complete".into()), since: Some("0.10.0".into()) };
        assert_eq!(claims(text), [("mam".to_owned(), claim.clone()), ("muc_mam".to_owned(), claim)]);
    }

    #[test]
    fn a_remark_is_no_module() {
        assert_eq!(implementers("mod_lastactivity and mod_uptime"), ["lastactivity", "uptime"]);
        assert_eq!(implementers("mod_csi+mod_csi_simple"), ["csi", "csi_simple"]);
        assert_eq!(implementers("mod_legacyauth, lacks digest method"), ["legacyauth"]);
        assert_eq!(implementers("mod_mam archives receipts"), Vec::<&str>::new());
        assert_eq!(implementers("via XEP-0163, also mod_vcard_legacy"), Vec::<&str>::new());
    }

    #[test]
    fn an_entry_without_a_module_counts_only_if_it_is_listed() {
        let entry = |number: &str| {
            format!("<xmpp:SupportedXep><xmpp:xep rdf:resource='xep-{number}.html'/></xmpp:SupportedXep>")
        };
        assert_eq!(claims(&entry("0045")).first().map(|(module, _)| module.as_str()), Some("muc"));
        assert_eq!(claims(&entry("0068")), []);
    }
}
