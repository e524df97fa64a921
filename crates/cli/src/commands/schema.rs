//! `prosody-ls schema`: the modules and options of one series of Prosody.

mod json;
mod text;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::ValueEnum;
use schema::{Facts, Module, ModuleOption, Schema, Version};

/// What to print, and how.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only the module or option of this name; if there is none, all whose names contain it
    name: Option<String>,
    /// The series of Prosody: 0.11, 0.12, 13.0 or trunk
    #[arg(long, value_name = "VERSION", default_value_t)]
    prosody: Version,
    /// How to print it [default: text on a terminal, json otherwise]
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Prints what there is to say about one name.
///
/// # Errors
/// If there is no such name, or the output can't be written.
pub(crate) fn explain(name: &str, prosody: Option<&str>) -> io::Result<ExitCode> {
    let prosody = prosody.map_or(Ok(Version::default()), str::parse).map_err(io::Error::other)?;
    run(&Args { name: Some(name.to_owned()), prosody, format: Some(Format::Text) })
}

/// Prints the schema.
pub(crate) fn run(args: &Args) -> io::Result<ExitCode> {
    let schema = Schema::of(args.prosody);
    let listing = Listing::new(schema, args.name.as_deref());
    if let (true, Some(name)) = (listing.is_empty(), &args.name) {
        return Err(io::Error::other(unknown(schema, name)));
    }
    let mut out = io::stdout().lock();
    let preferred = if out.is_terminal() { Format::Text } else { Format::Json };
    match args.format.unwrap_or(preferred) {
        Format::Text => text::write(&listing, args.name.is_some(), &mut out)?,
        Format::Json => json::write(&listing, &mut out)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn unknown(schema: Schema, name: &str) -> String {
    let mut near = schema.closest_option(name);
    near.extend(schema.closest_module(name));
    let hint = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
    format!("Prosody {} knows no option or module '{name}'{hint}", schema.version())
}

/// The modules and options to print.
struct Listing {
    version: Version,
    /// Modules that can be loaded, sorted by name.
    modules: Vec<&'static Module>,
    /// What each module reads, sorted by module and name.
    options: Vec<Entry>,
}

/// An option as one module reads it.
struct Entry {
    module: &'static Module,
    option: &'static ModuleOption,
    facts: &'static Facts,
}

impl Listing {
    /// Everything, or what goes by a name: the option of this name and the module with all its options.
    /// If there is no such thing, all whose names contain it.
    fn new(schema: Schema<'static>, name: Option<&str>) -> Self {
        let all = Self::filtered(schema, |_| true, |_, _| true);
        let Some(name) = name else { return all };
        let module_name = name.strip_prefix("mod_").unwrap_or(name);
        let exact = Self::filtered(
            schema,
            |module| module.name == module_name,
            |module, option| module.name == module_name || option.name == name,
        );
        if !exact.is_empty() {
            return exact;
        }
        Self::filtered(schema, |module| module.name.contains(name), |_, option| option.name.contains(name))
    }

    fn filtered(
        schema: Schema<'static>,
        module_matches: impl Fn(&Module) -> bool,
        option_matches: impl Fn(&Module, &ModuleOption) -> bool,
    ) -> Self {
        let version = schema.version();
        let entries = |module: &'static Module| {
            module
                .options
                .iter()
                .filter_map(move |option| Some(Entry { module, option, facts: option.facts(version)? }))
        };
        let mut options: Vec<Entry> = schema
            .sources()
            .flat_map(entries)
            .filter(|entry| option_matches(entry.module, entry.option))
            .collect();
        // A module of the community may have the name of one of Prosody's own.
        options.sort_by_key(|entry| (&entry.module.name, &entry.option.name, entry.module.origin));
        Self { version, modules: schema.modules().filter(|module| module_matches(module)).collect(), options }
    }

    fn is_empty(&self) -> bool {
        self.modules.is_empty() && self.options.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{Listing, unknown};
    use schema::{Schema, Version};

    fn names(name: &str) -> (Vec<&'static str>, Vec<&'static str>) {
        let listing = Listing::new(Schema::of(Version::V13_0), Some(name));
        let modules = listing.modules.iter().map(|module| &*module.name).collect();
        (modules, listing.options.iter().map(|entry| &*entry.option.name).collect())
    }

    #[test]
    fn a_name_finds_the_option() {
        assert_eq!(names("archive_expires_after"), (vec![], vec!["archive_expires_after"]));
    }

    #[test]
    fn a_name_finds_the_module_with_its_options() {
        let (modules, options) = names("mod_mam");
        assert_eq!(modules, ["mam"]);
        assert!(options.contains(&"archive_expires_after") && options.is_sorted());
    }

    #[test]
    fn part_of_a_name_finds_all_that_contain_it() {
        let (modules, options) = names("http_file_sha");
        assert!(modules.contains(&"http_file_share"));
        assert!(options.len() > 1 && options.iter().all(|option| option.contains("http_file_sha")));
    }

    #[test]
    fn an_unknown_name_gets_a_hint() {
        assert_eq!(
            unknown(Schema::of(Version::V13_0), "archive_expire_after"),
            "Prosody 13.0 knows no option or module 'archive_expire_after'; did you mean archive_expires_after?"
        );
    }
}
