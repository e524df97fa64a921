//! The schema for people.

use std::io::{self, Write};

use schema::{Deprecation, EnumValue, Module, Scope};

use super::{Entry, Listing};

/// Writes the listing by module, a line for each option.
pub(super) fn write(listing: &Listing, out: &mut impl Write) -> io::Result<()> {
    let mut modules: Vec<&Module> = listing.modules.clone();
    modules.extend(listing.options.iter().map(|entry| entry.module));
    modules.sort_by_key(|module| (&module.name, module.origin));
    modules.dedup_by_key(|module| (&module.name, module.origin));
    for (number, module) in modules.into_iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        write_module(module, out)?;
        let own = listing.options.iter().filter(|entry| std::ptr::eq(entry.module, module));
        let width = own.clone().map(|entry| entry.option.name.len()).max().unwrap_or_default();
        for entry in own {
            write_option(entry, width, out)?;
        }
    }
    Ok(())
}

fn write_module(module: &Module, out: &mut impl Write) -> io::Result<()> {
    write!(out, "{} ({}", module.name, module.origin)?;
    for kind in &*module.kinds {
        write!(out, ", {kind}")?;
    }
    writeln!(out, "){}", deprecated(module.deprecated.as_ref()))?;
    if let Some(summary) = &module.summary {
        writeln!(out, "    {summary}")?;
    }
    Ok(())
}

fn write_option(entry: &Entry, width: usize, out: &mut impl Write) -> io::Result<()> {
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
    writeln!(out, "{}", deprecated(entry.option.deprecated.as_ref()))
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

    use super::super::{Filter, Listing};

    fn text(version: Version, name: &str) -> String {
        let mut out = Vec::new();
        let filter = Filter { name: Some(name.to_owned()), ..Filter::default() };
        super::write(&Listing::new(Schema::of(version), &filter), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn options_stand_below_their_module() {
        // Sentences, which change more often than facts, are left out.
        let text = text(Version::V13_0, "mam");
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
}
