//! What the policies and environments of the trees change: told in `docs/policies.md`, and in order.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use config::{Profile, Settings, Value};
use expect_test::expect_file;
use scaffold::Layout;
use schema::Version;

use crate::Tree;

/// The tables of the page: their headings, what is said about them, and the profiles.
const TABLES: [(&str, &str, &str, &[&str]); 5] = [
    (
        "Security levels",
        "`minimal` is for trying things out, `standard` for a small server on the Internet, `enhanced` for a company, `paranoid` for people at risk. The last three include the one before. \
         `core/` is strict already: `standard` says it once more, so that no other layer loosens it.",
        "PROSODY_SECURITY_LEVEL",
        &["minimal", "standard", "enhanced", "paranoid"],
    ),
    (
        "Performance tiers",
        "For fewer than 100, 1,000, 10,000 and more users at a time. Limits are per connection: many users need more of them together, not each more; the larger tiers are for those with large rosters and rooms. \
         `enterprise` takes a database besides, if `PROSODY_SQL_DATABASE` names one.",
        "PROSODY_PERFORMANCE_TIER",
        &["small", "medium", "large", "enterprise"],
    ),
    (
        "Compliance",
        "What a server can contribute. The comment at the beginning of each file says what it can't: no setting makes anybody compliant.",
        "PROSODY_COMPLIANCE",
        &["gdpr", "hipaa", "iso27001", "pci", "sox"],
    ),
    (
        "Data governance",
        "For one question at a time: who is told what, when is data gone, how is it taken out, how long is it kept.",
        "PROSODY_DATA_GOVERNANCE",
        &["anonymization", "deletion", "export", "retention"],
    ),
    (
        "Environments",
        "`production` is what counts if nothing is said, so its column is empty. `docker` and `kubernetes` go on top of it in the compose files: `PROSODY_ENVIRONMENT=production,docker`.",
        "PROSODY_ENVIRONMENT",
        &["development", "staging", "production", "production,docker", "production,kubernetes"],
    ),
];

#[test]
fn the_page_about_policies_says_what_they_change() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut page = String::from(
        "<!-- Made by `prosody-ls compare`; `UPDATE_EXPECT=1 cargo test -p prosody-ls --test trees policies` writes it anew. -->\n\
         # What policies and environments change\n\n\
         In the tree that `prosody-ls init` writes (`examples/hybrid`), compared with core, features and the environment `production` alone. An empty cell changes nothing; \
         *(default)* is what Prosody does where nothing is set; `+` and `−` are items of lists that come and go. Each table can be had for any configuration:\n\n\
         ```sh\nprosody-ls compare --in examples/hybrid PROSODY_SECURITY_LEVEL=paranoid\n```\n",
    );
    for (heading, about, variable, values) in TABLES {
        let mut command = Command::new(env!("CARGO_BIN_EXE_prosody-ls"));
        command.args(["compare", "--format", "markdown", "--in"]).arg(root.join("examples/hybrid"));
        let output = command.args(values.iter().map(|value| format!("{variable}={value}"))).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let table = String::from_utf8_lossy(&output.stdout);
        write!(page, "\n## {heading}\n\n{about}\n\n{table}").unwrap();
    }
    expect_file![root.join("docs/policies.md")].assert_eq(&page);
}

/// What an option has to do from each level to the next.
enum Order {
    /// Never less, and in the end more.
    Rises,
    /// Never more, and in the end less.
    Falls,
}

/// Numbers that say how strict or how large a configuration is.
type Measure = (&'static str, Order, fn(&Settings) -> Option<f64>);

const ROOMS: &str = "conference.example.org";
const FILES: &str = "upload.example.org";

fn number(settings: &Settings, host: &str, option: &str) -> Option<f64> {
    match &settings.effective(host, option)?.1.value {
        #[expect(clippy::cast_precision_loss, reason = "sizes and seconds are small")]
        Value::Int(value) => Some(*value as f64),
        Value::Float(value) => Some(*value),
        Value::Bool(value) => Some(f64::from(u8::from(*value))),
        value => amount(value.as_str()?),
    }
}

/// `10kb/s`, `1y`: bytes or seconds.
fn amount(text: &str) -> Option<f64> {
    let split = text.find(|c: char| !c.is_ascii_digit())?;
    let unit = match &text[split..] {
        "kb/s" => 1_000.0,
        "mb/s" => 1_000_000.0,
        "d" => 86_400.0,
        "w" => 7.0 * 86_400.0,
        "y" => 365.0 * 86_400.0,
        _ => return None,
    };
    Some(text[..split].parse::<f64>().ok()? * unit)
}

/// A number in a table in an option.
fn inside(settings: &Settings, option: &str, path: &[&str]) -> Option<f64> {
    let mut value = &settings.effective("*", option)?.1.value;
    for key in path {
        let Value::Table(table) = value else { return None };
        value = &table.get(key)?.value;
    }
    match value {
        #[expect(clippy::cast_precision_loss, reason = "sizes are small")]
        Value::Int(value) => Some(*value as f64),
        value => amount(value.as_str()?),
    }
}

/// How many items a list has.
fn count(settings: &Settings, option: &str) -> Option<f64> {
    match settings.effective("*", option).map(|(_, chain)| &chain.value) {
        None | Some(Value::Nil) => Some(0.0),
        #[expect(clippy::cast_precision_loss, reason = "lists are short")]
        Some(Value::Table(table)) => Some(table.items().count() as f64),
        Some(_) => None,
    }
}

/// How much TLS asks for.
fn tls(settings: &Settings) -> Option<f64> {
    let profile = settings.effective("*", "tls_profile")?.1.value.as_str()?.to_owned();
    #[expect(clippy::cast_precision_loss, reason = "there are three")]
    ["old", "intermediate", "modern"].iter().position(|known| *known == profile).map(|at| at as f64)
}

const SECURITY: &[Measure] = &[
    ("tls_profile", Order::Rises, tls),
    ("s2s_secure_auth", Order::Rises, |s| number(s, "*", "s2s_secure_auth")),
    ("mechanisms that are refused", Order::Rises, |s| count(s, "disable_sasl_mechanisms")),
    ("modules that are disabled", Order::Rises, |s| count(s, "modules_disabled")),
    ("ports with STARTTLS", Order::Falls, |s| count(s, "c2s_ports")),
    ("seconds between registrations", Order::Rises, |s| number(s, "*", "min_seconds_between_registrations")),
    ("c2s_timeout", Order::Falls, |s| number(s, "*", "c2s_timeout").or(Some(300.0))),
    ("c2s_stanza_size_limit", Order::Falls, |s| number(s, "*", "c2s_stanza_size_limit").or(Some(262_144.0))),
    ("s2s_stanza_size_limit", Order::Falls, |s| number(s, "*", "s2s_stanza_size_limit").or(Some(524_288.0))),
    ("archive_expires_after", Order::Falls, |s| number(s, "*", "archive_expires_after")),
    ("muc_log_expires_after", Order::Falls, |s| number(s, ROOMS, "muc_log_expires_after")),
    ("http_file_share_expires_after", Order::Falls, |s| number(s, FILES, "http_file_share_expires_after")),
    ("addresses in rooms", Order::Falls, |s| number(s, ROOMS, "muc_room_default_public_jids").or(Some(1.0))),
    ("rooms for members", Order::Rises, |s| number(s, ROOMS, "muc_room_default_members_only").or(Some(0.0))),
];

/// What no level gives up.
const ALWAYS: [&str; 2] = ["c2s_require_encryption", "s2s_require_encryption"];

const PERFORMANCE: &[Measure] = &[
    ("gc.threshold", Order::Rises, |s| inside(s, "gc", &["threshold"])),
    ("rate of clients", Order::Rises, |s| inside(s, "limits", &["c2s", "rate"])),
    ("rate of servers", Order::Rises, |s| inside(s, "limits", &["s2sin", "rate"])),
    ("connections that wait", Order::Rises, |s| inside(s, "network_settings", &["tcp_backlog"])),
    ("blocklist_cache_size", Order::Rises, |s| number(s, "*", "blocklist_cache_size")),
    ("pep_service_cache_size", Order::Rises, |s| number(s, "*", "pep_service_cache_size")),
    ("pep_info_cache_size", Order::Rises, |s| number(s, "*", "pep_info_cache_size").or(Some(10_000.0))),
    ("storage_archive_item_limit", Order::Rises, |s| number(s, "*", "storage_archive_item_limit")),
    ("muc_room_cache_size", Order::Rises, |s| number(s, ROOMS, "muc_room_cache_size")),
];

/// Checks that every measure goes one way from level to level, and that each level differs from the one before.
fn in_order(tree: &Tree, variable: &str, levels: &[&str], measures: &[Measure]) {
    let settings: Vec<Settings> = levels
        .iter()
        .map(|level| {
            let mut profile = Profile::default();
            profile.env.insert(variable.to_owned(), (*level).to_owned());
            let read = config::read_tree(profile, &tree.directory.join("prosody.cfg.lua")).settings;
            assert!(read.error.is_none(), "{level}: {:?}", read.error);
            read
        })
        .collect();
    let mut steps = vec![0; levels.len() - 1];
    for (name, order, measure) in measures {
        let values: Vec<f64> = settings
            .iter()
            .zip(levels)
            .map(|(settings, level)| {
                measure(settings).unwrap_or_else(|| panic!("{}, {level}: {name} is not set", tree.layout))
            })
            .collect();
        let sign = match order {
            Order::Rises => 1.0,
            Order::Falls => -1.0,
        };
        for (at, pair) in values.windows(2).enumerate() {
            let step = (pair[1] - pair[0]) * sign;
            assert!(
                step >= 0.0,
                "{}: {name} goes the wrong way from {} to {}",
                tree.layout,
                levels[at],
                levels[at + 1]
            );
            steps[at] += usize::from(step > 0.0);
        }
        assert!(values.first() != values.last(), "{}: {name} is the same at all levels", tree.layout);
    }
    for (at, changed) in steps.iter().enumerate() {
        assert!(*changed > 0, "{}: {} is no more than {}", tree.layout, levels[at + 1], levels[at]);
    }
    for settings in &settings {
        for option in ALWAYS {
            assert_eq!(number(settings, "*", option), Some(1.0), "{}: {option}", tree.layout);
        }
    }
}

#[test]
fn policies_go_from_less_to_more() {
    let tree = Tree::write("order", Layout::Hybrid, Version::default());
    in_order(&tree, "PROSODY_SECURITY_LEVEL", &["minimal", "standard", "enhanced", "paranoid"], SECURITY);
    in_order(&tree, "PROSODY_PERFORMANCE_TIER", &["small", "medium", "large", "enterprise"], PERFORMANCE);
    let tree = Tree::write("order", Layout::Layers, Version::default());
    in_order(&tree, "PROSODY_SECURITY_LEVEL", &["baseline", "enhanced", "paranoid"], &SECURITY[2..]);
    in_order(&tree, "PROSODY_PERFORMANCE_TIER", &["small", "medium", "large"], PERFORMANCE);
}
