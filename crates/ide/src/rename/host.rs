//! Renames of hosts: in the calls that open their sections, and in options that are known to hold hosts or addresses.

use config::HostKind;

use super::sure_places;
use crate::Location;
use crate::mentions::{Access, Thing, search};
use crate::place::{Place, line};
use crate::references::computed_sections;

pub(super) fn check(place: &Place<'_>, name: &str, sure: bool) -> Result<(), String> {
    if !sure {
        return Err("Only its looks tell that this is a host: rename it where it is declared".to_owned());
    }
    if name == "*" {
        return Err("`*` is the global section, which has no other name".to_owned());
    }
    if !is_declared(place, name) {
        return Err(format!("`{name}` is no host of this configuration"));
    }
    if let Some((file, span)) = computed_sections(place, name).first() {
        let at = place.location(*file, span.start);
        return Err(format!("`{name}` is not written out at {at}: its name is put together there"));
    }
    Ok(())
}

fn is_declared(place: &Place<'_>, name: &str) -> bool {
    let known = place.settings().and_then(|settings| settings.host(name));
    if known.is_some_and(|host| matches!(host.kind, HostKind::VirtualHost | HostKind::Component(_))) {
        return true;
    }
    let hits = search(place, &Thing::Host(name.into()));
    hits.iter().flat_map(|hits| &hits.mentions).any(|mention| mention.access == Access::Write)
}

pub(super) fn places(place: &Place<'_>, name: &str, new_name: &str) -> Result<Vec<Location>, String> {
    let prepared = check_host(name, new_name)?;
    if prepared != name {
        let others = search(place, &Thing::Host(prepared.as_str().into()));
        for hits in &others {
            if let Some(other) = hits.mentions.iter().find(|mention| mention.access == Access::Write) {
                return Err(format!(
                    "`{prepared}` is a host already, at {}:{}",
                    place.path_of(&hits.file.path),
                    line(hits.file, other.span.start)
                ));
            }
        }
    }
    sure_places(place, &search(place, &Thing::Host(name.into())))
}

/// The prepared form of a new name, or why it is none.
fn check_host(name: &str, new_name: &str) -> Result<String, String> {
    let refuse = |why: &str| Err(format!("`{new_name}` is no name of a host: {why}"));
    if new_name.is_empty() {
        return refuse("it is empty");
    }
    if new_name.bytes().any(|byte| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'\\' | b'/'))
    {
        return refuse("there are no blanks, quotes, slashes or backslashes in one");
    }
    let Some(prepared) = config::prepare_host(new_name) else {
        return refuse("it has letters that no host's name may have");
    };
    // A component may have the address of a user.
    if name.contains('@') != prepared.contains('@') {
        return refuse("it is an address where a domain is meant, or the other way round");
    }
    let domain = prepared.rsplit('@').next().unwrap_or_default();
    match rules::host_name_problem(domain) {
        Some(problem) => refuse(&problem),
        None => Ok(prepared),
    }
}
