//! `prosody-ls schema`: the modules and options of one series of Prosody.

mod json;
mod text;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::ValueEnum;
use ide::reference::{self, Links};
use schema::{Facts, Module, ModuleOption, Origin, Schema, Version};

use super::page;

/// What to print, and how.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    filter: Filter,
    /// The series of Prosody: 0.11, 0.12, 13.0 or trunk
    #[arg(long, value_name = "VERSION", default_value_t)]
    prosody: Version,
    /// How to print it [default: text on a terminal, json otherwise]
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: a page about what was named, or else a list.
    Text,
    /// For programs.
    Json,
    /// Pages about everything that was found.
    Markdown,
}

/// Prints the schema.
pub(crate) fn run(args: &Args) -> io::Result<ExitCode> {
    let schema = Schema::of(args.prosody);
    let listing = Listing::new(schema, &args.filter);
    if listing.is_empty() {
        let Filter { name, module, option, .. } = &args.filter;
        return Err(io::Error::other(match name.as_ref().or(option.as_ref()).or(module.as_ref()) {
            Some(name) => unknown(schema, name),
            None => format!("nothing that Prosody {} knows is like that", schema.version()),
        }));
    }
    let preferred = if io::stdout().is_terminal() { Format::Text } else { Format::Json };
    match args.format.unwrap_or(preferred) {
        Format::Text if args.filter.names_one_thing(&listing) => {
            page::print(&listing.pages(&args.filter), false)?;
        }
        Format::Text => {
            let mut out = io::stdout().lock();
            text::write(&listing, &mut out)?;
            out.flush()?;
        }
        Format::Json => {
            let mut out = io::stdout().lock();
            json::write(&listing, &mut out)?;
            out.flush()?;
        }
        Format::Markdown => page::print(&listing.pages(&args.filter), true)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn unknown(schema: Schema<'static>, name: &str) -> String {
    let hint = super::did_you_mean(schema, name);
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

/// What to list: all that satisfies every condition.
#[derive(Debug, Default, Clone, clap::Args)]
struct Filter {
    /// Only the module or option of this name; if there is none, all whose names contain it
    name: Option<String>,
    /// Only this module, or part of the server
    #[arg(long, value_name = "NAME")]
    module: Option<String>,
    /// Only the option of this name
    #[arg(long, value_name = "NAME")]
    option: Option<String>,
    /// Only modules that implement the XEP of this number
    #[arg(long, value_name = "NUMBER")]
    xep: Option<u16>,
    /// Only what comes from there
    #[arg(long, value_name = "ORIGIN", value_parser = origin)]
    origin: Option<Origin>,
}

fn origin(text: &str) -> Result<Origin, String> {
    Origin::from_name(text).ok_or_else(|| {
        let all: Vec<&str> = Origin::ALL.iter().map(|origin| origin.name()).collect();
        format!("there are {}", all.join(", "))
    })
}

/// `mod_mam` is `mam`.
fn bare(name: &str) -> &str {
    name.strip_prefix("mod_").unwrap_or(name)
}

impl Filter {
    /// Whether it asks for one thing by its exact name: then a page is what is wanted.
    fn names_one_thing(&self, listing: &Listing) -> bool {
        let exact = |name: &str| {
            listing.modules.iter().any(|module| module.name == bare(name))
                || listing.options.iter().any(|entry| entry.option.name == name || entry.module.name == name)
        };
        self.module.is_some() || self.option.is_some() || self.name.as_deref().is_some_and(exact)
    }

    fn takes_module(&self, module: &Module) -> bool {
        let is_it = |name: &String| module.name == bare(name);
        let implements = |number: u16| module.xeps.iter().any(|xep| xep.number == number);
        self.module.as_ref().is_none_or(is_it)
            && self.xep.is_none_or(implements)
            && self.origin.is_none_or(|origin| module.origin == origin)
    }

    fn takes_option(&self, option: &ModuleOption) -> bool {
        self.option.as_ref().is_none_or(|name| option.name == *name)
    }
}

impl Listing {
    /// What a filter lets through. A name means the option of this name, and the module with all its options;
    /// if there is no such thing, all whose names contain it.
    fn new(schema: Schema<'static>, filter: &Filter) -> Self {
        let all = Self::filtered(schema, filter, |_| true, |_, _| true);
        let Some(name) = filter.name.as_deref() else { return all };
        let exact = Self::filtered(
            schema,
            filter,
            |module| module.name == bare(name),
            |module, option| module.name == bare(name) || option.name == name,
        );
        if !exact.is_empty() {
            return exact;
        }
        Self::filtered(
            schema,
            filter,
            |module| module.name.contains(name),
            |_, option| option.name.contains(name),
        )
    }

    fn filtered(
        schema: Schema<'static>,
        filter: &Filter,
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
            .filter(|module| filter.takes_module(module))
            .flat_map(entries)
            .filter(|entry| filter.takes_option(entry.option) && option_matches(entry.module, entry.option))
            .collect();
        // A module of the community may have the name of one of Prosody's own.
        options.sort_by_key(|entry| (&entry.module.name, &entry.option.name, entry.module.origin));
        // A module is not what somebody asks for who names an option.
        let wanted = |module: &&Module| filter.takes_module(module) && filter.option.is_none();
        let modules = schema.modules().filter(wanted).filter(|module| module_matches(module)).collect();
        Self { version, modules, options }
    }

    fn is_empty(&self) -> bool {
        self.modules.is_empty() && self.options.is_empty()
    }

    /// Pages about all that is in it: modules first, then options of other modules.
    fn pages(&self, filter: &Filter) -> Vec<String> {
        let schema = Schema::of(self.version);
        let links = Links::Authors;
        if let Some(module) = filter.module.as_ref().filter(|_| filter.option.is_some()) {
            let read = self.options.iter().filter(|entry| entry.module.name == bare(module));
            return read
                .filter_map(|entry| reference::reader_page(schema, entry.module, &entry.option.name, links))
                .collect();
        }
        let mut modules: Vec<&'static Module> = self.modules.clone();
        // Parts of the server are listed by their options alone.
        let named = filter.name.as_ref().or(filter.module.as_ref());
        modules.extend(self.options.iter().map(|entry| entry.module).filter(|module| {
            !module.is_loadable() && filter.option.is_none() && named.is_none_or(|name| module.name == *name)
        }));
        modules.sort_by_key(|module| (&module.name, module.origin));
        modules.dedup_by_key(|module| (&module.name, module.origin));
        let mut pages: Vec<String> =
            modules.iter().map(|module| reference::module_page(schema, module, links)).collect();
        let is_told = |entry: &&Entry| !modules.iter().any(|module| std::ptr::eq(*module, entry.module));
        let mut names: Vec<&str> =
            self.options.iter().filter(is_told).map(|entry| &*entry.option.name).collect();
        names.sort_unstable();
        names.dedup();
        pages.extend(
            names.into_iter().filter_map(|name| Some(reference::option_page(schema.option(name)?, links))),
        );
        pages
    }
}

#[cfg(test)]
mod tests {
    use super::{Filter, Listing, unknown};
    use schema::{Origin, Schema, Version};

    fn names_by(filter: &Filter) -> (Vec<&'static str>, Vec<&'static str>) {
        let listing = Listing::new(Schema::of(Version::V13_0), filter);
        let modules = listing.modules.iter().map(|module| &*module.name).collect();
        (modules, listing.options.iter().map(|entry| &*entry.option.name).collect())
    }

    fn named(name: &str) -> Filter {
        Filter { name: Some(name.to_owned()), ..Filter::default() }
    }

    fn names(name: &str) -> (Vec<&'static str>, Vec<&'static str>) {
        names_by(&named(name))
    }

    /// The titles of the pages about what a filter lets through.
    fn titles(filter: &Filter) -> Vec<String> {
        let pages = Listing::new(Schema::of(Version::V13_0), filter).pages(filter);
        pages.iter().map(|page| page.lines().next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn a_name_finds_the_option() {
        assert_eq!(names("archive_expires_after"), (vec![], vec!["archive_expires_after"]));
        assert_eq!(titles(&named("archive_expires_after")), ["# archive_expires_after"]);
    }

    #[test]
    fn a_name_finds_the_module_with_its_options() {
        let (modules, options) = names("mod_mam");
        assert_eq!(modules, ["mam"]);
        assert!(options.contains(&"archive_expires_after") && options.is_sorted());
        assert_eq!(titles(&named("mam")), ["# mod_mam"]);
        assert_eq!(titles(&named("limits")), ["# mod_limits"]);
    }

    #[test]
    fn part_of_a_name_finds_all_that_contain_it() {
        let (modules, options) = names("http_file_sha");
        assert!(modules.contains(&"http_file_share"));
        assert!(options.len() > 1 && options.iter().all(|option| option.contains("http_file_sha")));
    }

    #[test]
    fn filters_narrow_it_down_together() {
        let xep = Filter { xep: Some(313), origin: Some(Origin::Core), ..Filter::default() };
        let (modules, options) = names_by(&xep);
        assert_eq!(modules, ["mam", "muc_mam"]);
        assert!(options.contains(&"muc_log_expires_after"));
        let option = Filter { option: Some("c2s_require_encryption".to_owned()), ..Filter::default() };
        let (modules, options) = names_by(&option);
        assert!(modules.is_empty() && options.len() > 2);
        assert_eq!(titles(&option), ["# c2s_require_encryption"]);
        let both = Filter { module: Some("mod_tls".to_owned()), ..option };
        assert_eq!(names_by(&both), (vec![], vec!["c2s_require_encryption"]));
        let page = Listing::new(Schema::of(Version::V13_0), &both).pages(&both).concat();
        assert!(page.contains("mod_tls") && !page.contains("mod_saslauth"), "{page}");
        let server = Filter { module: Some("core.portmanager".to_owned()), ..Filter::default() };
        assert_eq!(titles(&server), ["# core.portmanager"]);
    }

    #[test]
    fn an_unknown_name_gets_a_hint() {
        assert_eq!(
            unknown(Schema::of(Version::V13_0), "archive_expire_after"),
            "Prosody 13.0 knows no option or module 'archive_expire_after'; did you mean archive_expires_after?"
        );
    }
}
