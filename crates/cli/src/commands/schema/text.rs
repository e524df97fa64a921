//! The schema for people.

use std::io::{self, Write};

use schema::{Deprecation, EnumValue, Key, Module, Schema, Scope, Version};

use super::{Entry, Listing};

/// Writes the listing by module; with `details` each option has its documentation.
pub(super) fn write(listing: &Listing, details: bool, out: &mut impl Write) -> io::Result<()> {
    let schema = Schema::of(listing.version);
    let mut modules: Vec<&Module> = listing.modules.clone();
    modules.extend(listing.options.iter().map(|entry| entry.module));
    modules.sort_by_key(|module| (&module.name, module.origin));
    modules.dedup_by_key(|module| (&module.name, module.origin));
    for (number, module) in modules.into_iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        write_module(schema, module, details, out)?;
        let own = listing.options.iter().filter(|entry| std::ptr::eq(entry.module, module));
        let width = own.clone().map(|entry| entry.option.name.len()).max().unwrap_or_default();
        for entry in own {
            write_option(entry, width, listing.version, details, out)?;
        }
    }
    Ok(())
}

fn write_module(schema: Schema, module: &Module, details: bool, out: &mut impl Write) -> io::Result<()> {
    write!(out, "{} ({}", module.name, module.origin)?;
    for kind in &*module.kinds {
        write!(out, ", {kind}")?;
    }
    writeln!(out, "){}", deprecated(module.deprecated.as_ref()))?;
    if let Some(summary) = &module.summary {
        writeln!(out, "    {summary}")?;
    }
    if !details {
        return Ok(());
    }
    for xep in module.xeps {
        match schema.xep(xep.number) {
            Some(known) => writeln!(out, "    {known}")?,
            None => writeln!(out, "    XEP-{:04}", xep.number)?,
        }
    }
    for (what, names) in [("depends on", &module.depends), ("conflicts with", &module.conflicts)] {
        if !names.is_empty() {
            writeln!(out, "    {what} {}", names.join(", "))?;
        }
    }
    module.url.map_or(Ok(()), |url| writeln!(out, "    {url}"))
}

fn write_option(
    entry: &Entry,
    width: usize,
    version: Version,
    details: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let facts = entry.facts;
    write!(out, "  {:width$}  {}", entry.option.name, facts.ty)?;
    if !facts.values.is_empty() {
        write!(out, " ({})", alternatives(&facts.values))?;
    }
    match (facts.min, facts.max) {
        (Some(min), Some(max)) => write!(out, " {min}..{max}")?,
        (Some(min), None) => write!(out, " >= {min}")?,
        (None, Some(max)) => write!(out, " <= {max}")?,
        (None, None) => {}
    }
    if let Some(default) = &facts.default {
        write!(out, " = {default}")?;
    }
    if facts.scope == Scope::Global {
        write!(out, ", global")?;
    }
    writeln!(out, "{}", deprecated(entry.option.deprecated.as_ref()))?;
    if details {
        if let Some(doc) = &entry.option.doc {
            writeln!(out, "    {doc}")?;
        }
        write_keys(entry.option.keys, version, &mut Vec::new(), out)?;
    }
    Ok(())
}

/// The keys of a table, but not those of tables of the same kind inside it.
fn write_keys(
    keys: &'static [Key],
    version: Version,
    inside: &mut Vec<*const Key>,
    out: &mut impl Write,
) -> io::Result<()> {
    if inside.contains(&keys.as_ptr()) {
        return Ok(());
    }
    inside.push(keys.as_ptr());
    let indent = 2 + 2 * inside.len();
    for key in keys.iter().filter(|key| key.in_version(version)) {
        write!(out, "{:indent$}- {}: {}", "", key.name, key.ty)?;
        if !key.values.is_empty() {
            write!(out, " ({})", alternatives(key.values))?;
        }
        writeln!(out, "{}", key.doc.map(|doc| format!(": {doc}")).unwrap_or_default())?;
        write_keys(key.keys, version, inside, out)?;
    }
    inside.pop();
    Ok(())
}

fn alternatives(values: &[EnumValue]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ")
}

fn deprecated(deprecation: Option<&Deprecation>) -> String {
    match deprecation {
        None => String::new(),
        Some(Deprecation { replacement: Some(name), .. }) => format!(" [deprecated: use {name}]"),
        Some(_) => " [deprecated]".into(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use schema::{Schema, Version};

    use super::super::Listing;

    fn text(version: Version, name: &str, details: bool) -> String {
        let mut out = Vec::new();
        super::write(&Listing::new(Schema::of(version), Some(name)), details, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn options_stand_below_their_module() {
        // Sentences, which change more often than facts, are left out.
        let text = text(Version::V13_0, "mam", false);
        let facts: Vec<_> = text.lines().filter(|line| !line.starts_with("    ")).collect();
        expect![[r#"
            mam (core, host, component-capable)
              archive_cleanup_date_cache_size              integer >= 1 = 1000
              archive_expires_after                        period = "1w"
              archive_store                                string = "archive"
              component_module                             string
              default_archive_policy                       enum ("always" | "roster" | "never" | true | false) = "always"
              dont_archive_namespaces                      set = { "http://jabber.org/protocol/chatstates" }
              mam_include_total                            boolean = true
              mam_remove_expired_messages_period           period 60..32054400 = "1 day"
              mam_smart_enable                             boolean = false
              max_archive_query_results                    integer >= 0 = 50
              send_legacy_offline_messages_to_mam_clients  boolean = false
              storage_archive_item_limit                   integer >= 0"#]].assert_eq(&facts.join("\n"));
    }

    #[test]
    fn details_tell_of_keys() {
        let text = text(Version::V13_0, "limits", true);
        assert!(text.contains("    - c2s: table: "), "{text}");
        assert!(text.contains("      - max_connections_per_ip: integer: "), "{text}");
        assert!(!self::text(Version::V0_12, "limits", true).contains("- max_connections_per_ip:"));
    }
}
