//! A whole tree as one flat `prosody.cfg.lua` that means the same to Prosody.

use std::fmt::Write as _;

use config::{AssignmentId, Chain, Host, HostKind, How, Profile, Settings, Value};

/// A configuration in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flat {
    /// The file's text.
    pub text: String,
    /// What could not be written down, in words: the file does not mean the same then.
    pub left_out: Vec<String>,
}

/// Writes the settings of a tree as one file: the global section first, then the hosts in the order in which they
/// came into being. Above each option a comment says where it comes from.
pub fn flat(settings: &Settings, profile: &Profile) -> Flat {
    write(settings, profile, |_| true)
}

/// The same, of one host and the global section that stands behind it.
pub fn flat_host(settings: &Settings, profile: &Profile, name: &str) -> Flat {
    write(settings, profile, |host| host.kind == HostKind::Global || *host.name == *name)
}

fn write(settings: &Settings, profile: &Profile, wanted: impl Fn(&Host) -> bool) -> Flat {
    let mut writer = Writer { settings, text: String::new(), left_out: Vec::new() };
    let _ = writeln!(writer.text, "-- The configuration in effect, for Prosody {}.", profile.version);
    for (name, value) in &profile.env {
        let _ = writeln!(writer.text, "-- With {name}={value}");
    }
    if let Some(error) = &settings.error {
        writer.left_out.push(format!("what follows the error: {}", error.message));
    }
    if settings.lost_track() {
        writer.left_out.push("what files set that can't be seen".to_owned());
    }
    let (global, others): (Vec<_>, Vec<_>) =
        settings.hosts.iter().filter(|host| wanted(host)).partition(|host| host.kind == HostKind::Global);
    for host in global.into_iter().chain(others) {
        writer.host(host);
    }
    Flat { text: writer.text, left_out: writer.left_out }
}

struct Writer<'a> {
    settings: &'a Settings,
    text: String,
    left_out: Vec<String>,
}

impl Writer<'_> {
    fn host(&mut self, host: &Host) {
        let name = quote(host.name.as_bytes());
        self.text.push('\n');
        let _ = match &host.kind {
            HostKind::Global => Ok(()),
            HostKind::VirtualHost => writeln!(self.text, "VirtualHost {name}"),
            HostKind::Component(module) if &**module == "component" => {
                writeln!(self.text, "Component {name}")
            }
            HostKind::Component(module) => {
                writeln!(self.text, "Component {name} {}", quote(module.as_bytes()))
            }
            // Options without a host: nothing but this makes that.
            HostKind::Undefined => writeln!(self.text, "__currenthost = {name}"),
        };
        let indent = if host.kind == HostKind::Global { "" } else { "\t" };
        for chain in host.chains.iter().filter(|chain| !is_implied(host, chain)) {
            self.option(host, chain, indent);
        }
    }

    fn option(&mut self, host: &Host, chain: &Chain, indent: &str) {
        let origin = self.origin(chain);
        let mut value = String::new();
        let written = match write_value(&mut value, &chain.value, indent, 0) {
            Ok(()) if chain.option.starts_with("__") || TAKEN.contains(&&*chain.option) => {
                Err("Prosody uses the name itself".to_owned())
            }
            outcome => outcome,
        };
        if let Err(why) = written {
            let _ = writeln!(self.text, "{indent}-- {} is left out: {why}{origin}", chain.option);
            self.left_out.push(format!("{} on {}: {why}", chain.option, host.name));
            return;
        }
        if !origin.is_empty() {
            let _ = writeln!(self.text, "{indent}--{origin}");
        }
        if is_identifier(&chain.option) {
            let _ = writeln!(self.text, "{indent}{} = {value}", chain.option);
        } else {
            let _ = writeln!(self.text, "{indent}_ENV[{}] = {value}", quote(chain.option.as_bytes()));
        }
    }

    /// The places that gave the option its value.
    fn origin(&self, chain: &Chain) -> String {
        let mut places: Vec<String> = Vec::new();
        let mut ids: Vec<AssignmentId> = chain.assignments.to_vec();
        // Only what was added since the last assignment that replaced everything.
        if let Some(start) =
            ids.iter().rposition(|&id| self.settings.assignment(id).is_some_and(|set| set.how != How::Append))
        {
            ids.drain(..start);
        }
        for set in ids.into_iter().filter_map(|id| self.settings.assignment(id)) {
            let name = self.settings.shown_name(set.file).unwrap_or_default();
            let place = format!("{name}:{}", self.settings.line(set.file, set.name_span.start));
            if !places.contains(&place) {
                places.push(place);
            }
        }
        if places.is_empty() { String::new() } else { format!(" {}", places.join(", ")) }
    }
}

/// What opening the host sets by itself.
fn is_implied(host: &Host, chain: &Chain) -> bool {
    match (&host.kind, &*chain.option) {
        (_, _) if chain.value == Value::Nil => true,
        (HostKind::VirtualHost, "defined") => chain.value == Value::Bool(true),
        (HostKind::Component(_), "component_module") => true,
        (HostKind::Component(_), "load_global_modules") => chain.value == Value::Bool(false),
        _ => false,
    }
}

/// Names that mean something of Prosody's own in a configuration file.
const TAKEN: [&str; 14] = [
    "Host",
    "host",
    "VirtualHost",
    "Component",
    "component",
    "Include",
    "include",
    "RunScript",
    "FileContents",
    "FileLine",
    "FileLines",
    "Credential",
    "Lua",
    "_ENV",
];

/// Lua's reserved words.
const RESERVED: [&str; 22] = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local",
    "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
];

fn is_identifier(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !RESERVED.contains(&name)
}

/// A string as Lua source: text as it is, other bytes as escapes.
fn quote(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push('"');
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                other if other.is_ascii_control() => {
                    let _ = write!(out, "\\{:03}", u32::from(other));
                }
                other => out.push(other),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(out, "\\{byte:03}");
        }
    }
    out.push('"');
    out
}

/// Tables nested deeper are left out.
const MAX_DEPTH: usize = 40;

/// Writes a value as Lua source; otherwise says why that can't be done.
fn write_value(out: &mut String, value: &Value, indent: &str, depth: usize) -> Result<(), String> {
    match value {
        Value::Nil => out.push_str("nil"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Int(i64::MIN) => out.push_str("(-9223372036854775807 - 1)"),
        Value::Int(value) => {
            let _ = write!(out, "{value}");
        }
        Value::Float(value) => write_float(out, *value),
        Value::Str(bytes) => out.push_str(&quote(bytes)),
        Value::Table(table) if table.open => return Err("it holds entries that are not known".to_owned()),
        Value::Table(_) if depth >= MAX_DEPTH => return Err("it is nested too deeply".to_owned()),
        Value::Table(table) => {
            let items: Vec<_> = table.items().collect();
            let keyed: Vec<_> = table
                .entries
                .iter()
                .filter(|entry| !items.iter().any(|item| std::ptr::eq(*item, *entry)))
                .collect();
            let simple = |value: &Value| !matches!(value, Value::Table(_));
            let is_short =
                keyed.is_empty() && items.len() <= 4 && items.iter().all(|item| simple(&item.value));
            if table.entries.is_empty() {
                out.push_str("{}");
                return Ok(());
            }
            let inner = format!("{indent}\t");
            let mut first = true;
            out.push('{');
            for entry in items.iter().chain(&keyed) {
                if is_short {
                    out.push_str(if first { " " } else { ", " });
                } else {
                    let _ = write!(out, "\n{inner}");
                }
                first = false;
                if !items.iter().any(|item| std::ptr::eq(*item, *entry)) {
                    match entry.key.as_str() {
                        Some(name) if is_identifier(name) => out.push_str(name),
                        _ => {
                            out.push('[');
                            write_value(out, &entry.key, &inner, depth + 1)?;
                            out.push(']');
                        }
                    }
                    out.push_str(" = ");
                }
                write_value(out, &entry.value, &inner, depth + 1)?;
                if !is_short {
                    out.push(';');
                }
            }
            if is_short {
                out.push_str(" }");
            } else {
                let _ = write!(out, "\n{indent}}}");
            }
        }
        Value::Unknown(reason) => return Err(format!("its value is not known: {reason}")),
        other => return Err(format!("it holds {}", other.describe())),
    }
    Ok(())
}

fn write_float(out: &mut String, value: f64) {
    if value.is_nan() {
        out.push_str("(0/0)");
    } else if value.is_infinite() {
        out.push_str(if value > 0.0 { "math.huge" } else { "-math.huge" });
    } else if value.fract() == 0.0 && value.abs() < 1e15 {
        let _ = write!(out, "{value:.1}");
    } else {
        let _ = write!(out, "{value:e}");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use fixture::Fixture;

    use super::flat;

    fn of(text: &str) -> super::Flat {
        let fixture = Fixture::new(text);
        let tree = fixture.snapshot.trees().next().unwrap();
        flat(&tree.settings, &tree.profile)
    }

    #[test]
    fn every_host_has_its_options_with_the_places_they_come_from() {
        let flat = of("//- prosody.cfg.lua
modules_enabled = { 'roster' }
Include 'more.cfg.lua'
VirtualHost 'example.org'
	ssl = { key = 'a', options = { no_ticket = true }, [5222] = { 1, 2 } }
Component 'rooms.example.org' 'muc'
	name = 'Say \"hi\"\\0'
//- more.cfg.lua
modules_enabled:append { 'mam' }
limit = 1e3
");
        expect![[r#"
            -- The configuration in effect, for Prosody 13.0.

            -- prosody.cfg.lua:1, more.cfg.lua:1
            modules_enabled = { "roster", "mam" }
            -- more.cfg.lua:2
            limit = 1000.0

            VirtualHost "example.org"
            	-- prosody.cfg.lua:4
            	ssl = {
            		key = "a";
            		options = {
            			no_ticket = true;
            		};
            		[5222] = { 1, 2 };
            	}

            Component "rooms.example.org" "muc"
            	-- prosody.cfg.lua:6
            	name = "Say \"hi\"\000"
        "#]]
        .assert_eq(&flat.text);
        assert!(flat.left_out.is_empty());
    }

    #[test]
    fn what_is_not_known_is_left_out_and_told() {
        let flat = of("//- prosody.cfg.lua\na = os.time()\nb = function() end\nc = 1\n");
        assert_eq!(
            flat.left_out,
            ["a on *: its value is not known: the time", "b on *: it holds a function"]
        );
        assert!(flat.text.contains("c = 1"));
    }
}
