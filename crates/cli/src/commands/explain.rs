//! `prosody-ls explain`: what a name means, or why an option has its value.

use std::io::Write;
use std::process::ExitCode;
use std::{io, ptr};

use clap::ValueEnum;
use ide::reference::{self, Links};
use schema::{Schema, Version};

use super::page;
use super::tree::TreeArgs;

/// Arguments of `prosody-ls explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = "The global section is the host '*'.")]
pub(crate) struct Args {
    /// An option, a module, a key such as `limits.c2s`, a XEP (`xep-0313`) or an RFC (`rfc6120`); or a host and one of its options
    #[arg(required = true, num_args = 1..=2, value_names = ["NAME|HOST", "OPTION"])]
    names: Vec<String>,
    /// How to print what a name means
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    tree: TreeArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading here.
    Text,
    /// For other programs.
    Markdown,
}

/// Prints what there is to say.
///
/// # Errors
/// If there is no such name, or no tree.
pub(crate) fn run(args: &Args) -> io::Result<ExitCode> {
    match args.names.as_slice() {
        [host, option] => value(args, &host.to_lowercase(), option),
        names => name(args, names.first().map_or("", String::as_str)),
    }
}

/// Why an option has its value on a host.
fn value(args: &Args, host: &str, option: &str) -> io::Result<ExitCode> {
    let (snapshot, tree) = args.tree.read()?;
    if host != "*" && tree.settings.host(host).is_none() {
        let hosts: Vec<&str> =
            tree.settings.hosts.iter().map(|host| &*host.name).filter(|name| *name != "*").collect();
        return Err(io::Error::other(format!("there is no host '{host}' here, only {}", hosts.join(", "))));
    }
    let Some(text) = ide::chain_text(&snapshot, &tree, host, option) else {
        return Err(io::Error::other(format!("nothing sets '{option}' on {host}, in any profile")));
    };
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// What a name means.
fn name(args: &Args, name: &str) -> io::Result<ExitCode> {
    let prosody = args.tree.prosody.as_deref();
    let version = prosody.map_or(Ok(Version::default()), str::parse).map_err(io::Error::other)?;
    let schema = Schema::of(version);
    let pages = pages(schema, name);
    if pages.is_empty() {
        return Err(io::Error::other(unknown(schema, name)));
    }
    page::print(&pages, args.format == Format::Markdown)?;
    Ok(ExitCode::SUCCESS)
}

/// All that goes by this name.
fn pages(schema: Schema<'static>, name: &str) -> Vec<String> {
    if let Some(page) = standard(schema, name) {
        return vec![page];
    }
    let mut pages = Vec::new();
    let module_name = name.strip_prefix("mod_").unwrap_or(name);
    let part = || schema.sources().find(|source| !source.is_loadable() && source.name == name);
    let module = schema.module(module_name).or_else(|| schema.module_history(module_name)).or_else(part);
    pages.extend(module.map(|module| reference::module_page(schema, module, Links::Authors)));
    let is_told = |reader: schema::Reader<'_>| module.is_some_and(|module| ptr::eq(module, reader.module));
    match schema.option(name) {
        // The module's page says it all.
        Some(option) if option.readers().all(is_told) => {}
        Some(option) => pages.push(reference::option_page(option, Links::Authors)),
        None => pages.extend(reference::option_elsewhere_page(schema, name, Links::Authors)),
    }
    pages.extend(reference::language_page(schema, name));
    if pages.is_empty() {
        pages.extend(key(schema, name));
    }
    pages
}

/// The page of a key in an option's tables: `limits.c2s.rate`.
fn key(schema: Schema<'static>, path: &str) -> Option<String> {
    let (option, keys) = path.split_once('.')?;
    reference::key_page(schema.option(option)?, &keys.split('.').collect::<Vec<_>>())
}

/// The page of a standard: `xep-0313`, `XEP 313`, `0313`, `rfc6120`. A bare number is a XEP rather than an RFC.
fn standard(schema: Schema<'static>, name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let number = |prefix: &str| {
        let digits = lower.strip_prefix(prefix)?.trim_start_matches(['-', ' ', '_']);
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<u16>().ok()).flatten()
    };
    let xep = |number| schema.xep(number).map(|xep| reference::xep_page(schema, xep, Links::Authors));
    let rfc = |number| schema.rfc(number).map(|rfc| reference::rfc_page(schema, rfc));
    number("xep").and_then(xep).or_else(|| number("rfc").and_then(rfc)).or_else(|| {
        let number = number("")?;
        xep(number).or_else(|| rfc(number))
    })
}

fn unknown(schema: Schema, name: &str) -> String {
    let hint = super::did_you_mean(schema, name);
    format!("Prosody {} knows nothing named '{name}'{hint}", schema.version())
}

#[cfg(test)]
mod tests {
    use schema::{Schema, Version};

    use super::{pages, unknown};

    const NEW: Schema<'static> = Schema::of(Version::V13_0);

    /// The titles of the pages.
    fn titles(name: &str) -> Vec<String> {
        let title = |page: String| page.lines().next().unwrap_or_default().to_owned();
        pages(NEW, name).into_iter().map(title).collect()
    }

    #[test]
    fn a_name_may_be_several_things() {
        assert_eq!(titles("archive_expires_after"), ["# archive_expires_after"]);
        assert_eq!(titles("mod_mam"), ["# mod_mam"]);
        assert_eq!(titles("limits"), ["# mod_limits"]);
        assert_eq!(titles("core.portmanager"), ["# core.portmanager"]);
        assert_eq!(titles("VirtualHost"), ["# VirtualHost"]);
        assert_eq!(titles("limits.c2s.rate"), ["# limits.c2s.rate"]);
    }

    #[test]
    fn standards_are_found_however_they_are_written() {
        for name in ["xep-0313", "XEP 313", "xep313", "0313", "313"] {
            assert_eq!(titles(name), ["# XEP-0313: Message Archive Management"], "{name}");
        }
        for name in ["rfc6120", "RFC 6120", "6120"] {
            assert_eq!(
                titles(name),
                ["# RFC 6120: Extensible Messaging and Presence Protocol (XMPP): Core"],
                "{name}"
            );
        }
    }

    #[test]
    fn what_only_other_releases_have_is_explained_too() {
        let page = pages(NEW, "archive_cleanup_interval").concat();
        assert!(page.contains("Not read by Prosody 13.0, but by mod_mam"), "{page}");
    }

    #[test]
    fn an_unknown_name_gets_a_hint_from_everything() {
        assert_eq!(
            unknown(NEW, "http_file_shar"),
            "Prosody 13.0 knows nothing named 'http_file_shar'; did you mean http_file_share?"
        );
        assert!(pages(NEW, "no_such_thing").is_empty());
        assert_eq!(unknown(NEW, "no_such_thing"), "Prosody 13.0 knows nothing named 'no_such_thing'");
    }
}
