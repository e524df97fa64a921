//! What strings mention.

use syntax::Span;

use super::addresses::is_address;
use super::{Access, Mention, Thing, content, domain};
use crate::shape;

/// What a string at a path mentions: the option's name and the keys below it, or nothing if it is in no option.
pub(super) fn mention(text: &[u8], literal: Span, value: &[u8], path: &[String]) -> Option<Mention> {
    let span = content(text, literal, value)?;
    let value = std::str::from_utf8(value).ok().filter(|value| !value.is_empty())?;
    if names_module(path) {
        return Some(read(Thing::Module(value.into()), span));
    }
    if let Some((_, prefix)) = shape::provider(path) {
        return Some(read(Thing::Module(format!("{prefix}{value}").into()), span));
    }
    if is_address(path) {
        let domain = domain(value);
        let at = span.start + domain.start as u32;
        let host = config::prepare_host(value.get(domain)?).filter(|host| !host.is_empty())?;
        let end = at + domain_len(value);
        return Some(read(Thing::Host(host.into()), Span::new(at, end)));
    }
    let host = like_host(value)?;
    Some(Mention { sure: false, ..read(Thing::Host(host.into()), span) })
}

fn domain_len(address: &str) -> u32 {
    domain(address).len() as u32
}

/// A mention that a place is certain about and that changes nothing.
pub(super) fn read(thing: Thing, span: Span) -> Mention {
    Mention { thing, span, access: Access::Read, sure: true }
}

/// Whether a string at this path is a module's name.
fn names_module(path: &[String]) -> bool {
    (shape::is_module_list(path) && path.len() <= 2)
        || matches!(path, [option] if option == "component_module")
}

/// The host that a string would be if there were one of this name.
fn like_host(value: &str) -> Option<String> {
    let fits = |byte: u8| !matches!(byte, b' ' | b'/' | b'"' | b'\'' | b':' | b'*' | b'?' | b'%' | b'\\');
    let is_like = value.len() < 256 && value.bytes().all(fits) && !value.bytes().any(|b| b < b' ');
    let has_dot = value.contains('.') || value == "localhost";
    if is_like && has_dot { config::prepare_host(value) } else { None }
}
