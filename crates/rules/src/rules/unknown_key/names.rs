//! Keys that name something, where any name passes: stores, and applications of the web server.

use config::{Assignment, Entry};
use schema::Domain;

use super::{key_span, propose};
use crate::context::{Context, Findings};

/// What people call stores, and what modules call them: what `module:open_store` is given.
const STORES: [(&str, &str); 8] = [
    ("account", "accounts"),
    ("archives", "archive"),
    ("mam", "archive"),
    ("message_archive", "archive"),
    ("muc_logs", "muc_log"),
    ("muc_mam", "muc_log"),
    ("rosters", "roster"),
    ("vcards", "vcard"),
];

/// Tells of keys in `storage` that name no store, and of those in `http_paths` and the like that name no application.
pub(super) fn look(
    context: &Context<'_>,
    set: &Assignment,
    entry: &Entry,
    key: &str,
    findings: &mut Findings,
) {
    let (message, meant) = if &*set.option == "storage" {
        let Some((_, store)) = STORES.iter().find(|(name, _)| *name == key) else { return };
        (format!("no module keeps anything in a store called `{key}`"), (*store).to_owned())
    } else if Domain::of_keys(&set.option) == Some(Domain::HttpApp) {
        let Some(application) = application(context, key) else { return };
        (format!("no application of the web server is called `{key}`"), application)
    } else {
        return;
    };
    let finding = findings.add(key_span(context, set, entry, key), message);
    propose(context, finding, key, &meant);
}

/// The application that a name is nearly that of: `mod_bosh`, `bosch`.
fn application(context: &Context<'_>, key: &str) -> Option<String> {
    let apps: Vec<&str> = context.schema.domain(Domain::HttpApp).into_iter().map(|word| word.name).collect();
    if apps.contains(&key) {
        return None;
    }
    let bare = key.strip_prefix("mod_").unwrap_or(key);
    let of_module = [bare, bare.strip_prefix("http_").unwrap_or(bare)];
    let near = |app: &&&str| app.len() > 3 && strsim::osa_distance(app, key) == 1;
    let named = of_module.into_iter().find(|name| apps.contains(name));
    named.or_else(|| apps.iter().find(near).copied()).map(str::to_owned)
}
