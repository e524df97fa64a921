//! The pages of names of the configuration language, and of the keys that Prosody itself keeps.

use schema::{HostKey, LanguageName, Schema};

use super::{capital, life, paragraphs};
use crate::describe::type_word;

/// The page of a name of the configuration language, such as `VirtualHost`, or of a key such as `enabled`; `None` if
/// it is neither in this series.
pub fn language_page(schema: Schema<'_>, name: &str) -> Option<String> {
    schema.language_name(name).map(word).or_else(|| schema.host_key(name).map(key))
}

fn word(word: &LanguageName) -> String {
    let alias = word.alias_of.map(|other| format!("Another spelling of `{other}`."));
    let since = life(word.since, None).first().map(|since| format!("{}.", capital(since)));
    paragraphs(
        [format!("# {}", word.name), "Configuration language".to_owned()]
            .into_iter()
            .chain([word.doc.to_owned()])
            .chain(alias)
            .chain(since)
            .chain([format!("```lua\n{}\n```", word.usage)]),
    )
}

fn key(key: &HostKey) -> String {
    let set = key.set_by_prosody.then(|| "Prosody sets it by itself.".to_owned());
    paragraphs(
        [format!("# {}", key.name), capital(&type_word(key.ty, None)), key.doc.to_owned()]
            .into_iter()
            .chain(set),
    )
}
