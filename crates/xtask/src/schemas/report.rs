//! How complete the schema files are, as they were compiled into this program.

use std::fmt::Write as _;

use schema::{Module, Origin, Schema, Version};

/// What the schema files hold.
pub(super) struct Report {
    /// Counts of modules and of (module, option) pairs, and how many of them are explained.
    pub(super) tables: String,
    /// What nobody has written about yet, one line each.
    pub(super) lacking: Vec<String>,
}

/// Counts for each origin and series, and what lacks prose.
pub(super) fn report() -> Report {
    let mut modules: Vec<&Module> = Version::ALL.into_iter().flat_map(|v| Schema::of(v).sources()).collect();
    modules.sort_by_key(|module| (module.origin, &module.name));
    modules.dedup_by_key(|module| (module.origin, &module.name));
    let lacking = modules.iter().flat_map(|module| lacking(module)).collect();
    Report { tables: format!("{}\n{}", by_series(&modules), explained(&modules)), lacking }
}

/// A module without a summary, and its options without a description.
fn lacking(module: &Module) -> Vec<String> {
    let file = format!("schemas/{}/{}.toml", module.origin, module.name);
    let summary = module.summary.is_none().then(|| format!("{file}: no summary"));
    let options = module.options.iter().filter(|option| option.doc.is_none());
    let options = options.map(|option| format!("{file}: {}: no doc", option.name));
    summary.into_iter().chain(options).collect()
}

/// Modules and pairs of each series.
fn by_series(modules: &[&Module]) -> String {
    let mut table = "| files / pairs |".to_owned();
    let mut rule = "|---|".to_owned();
    for version in Version::ALL {
        let _ = write!(table, " {version} |");
        rule.push_str("---:|");
    }
    let _ = writeln!(table, " all |\n{rule}---:|");
    for origin in [Origin::Core, Origin::Server, Origin::Community] {
        let _ = write!(table, "| {origin} |");
        let of_origin = || modules.iter().filter(|module| module.origin == origin);
        for version in Version::ALL {
            let there = || of_origin().filter(|module| module.in_version(version));
            let pairs = there().flat_map(|module| &*module.options).filter(|o| o.facts(version).is_some());
            let _ = write!(table, " {} / {} |", there().count(), pairs.count());
        }
        let pairs: usize = of_origin().map(|module| module.options.len()).sum();
        let _ = writeln!(table, " {} / {pairs} |", of_origin().count());
    }
    table
}

/// How much of all that is explained.
fn explained(modules: &[&Module]) -> String {
    let mut table = "| explained | files | pairs |\n|---|---:|---:|\n".to_owned();
    for origin in [Origin::Core, Origin::Server, Origin::Community] {
        let of_origin = || modules.iter().filter(|module| module.origin == origin);
        let options = || of_origin().flat_map(|module| &*module.options);
        let _ = writeln!(
            table,
            "| {origin} | {} of {} | {} of {} |",
            of_origin().filter(|module| module.summary.is_some()).count(),
            of_origin().count(),
            options().filter(|option| option.doc.is_some()).count(),
            options().count(),
        );
    }
    table
}
