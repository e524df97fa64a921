//! Rates, and the times for which they may be exceeded, as `mod_limits` reads them.

use config::Value;
use syntax::Span;

use crate::context::Findings;
use crate::show;
use crate::template::is_unfilled;

/// What `mod_limits` makes of a rate, or of the time for which it may be exceeded.
pub(super) fn report(findings: &mut Findings, span: Span, name: &str, shown: &str, value: &Value) {
    let text = value.as_str();
    if text.is_some_and(is_unfilled) {
        return;
    }
    let (message, help) = match (name, text) {
        ("rate", Some(rate)) if !is_rate(rate) => (
            format!(
                "{} is not a value of `{shown}`: Prosody logs an error and takes a rate of its own",
                show::string(rate)
            ),
            "Write a whole number with a unit, such as \"10kb/s\"",
        ),
        ("rate", Some(rate)) if rate.to_ascii_lowercase().contains("bit") => (
            format!("{} is taken for bytes, not for bits", show::string(rate)),
            "Write how many bytes, such as \"10kb/s\"",
        ),
        ("rate", None) if matches!(value, Value::Int(_) | Value::Float(_)) => (
            format!("{} is not a value of `{shown}`: the module does not load", show::value(value)),
            "Write a string with a unit, such as \"10kb/s\"",
        ),
        ("burst", Some(burst)) if !is_burst(burst) => (
            format!(
                "{} is not a value of `{shown}`: Prosody logs an error and takes two seconds",
                show::string(burst)
            ),
            "Write a whole number of seconds, such as \"5s\"",
        ),
        _ => return,
    };
    findings.add(span, message).help = Some(help.to_owned());
}

/// `^(%d+) ?s$`, or a number.
fn is_burst(text: &str) -> bool {
    let digits = text.strip_suffix('s').map_or(text, |rest| rest.strip_suffix(' ').unwrap_or(rest));
    !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' && !text.ends_with('s'))
}

/// What `mod_limits` understands: `^(%d+) ?([^/]+)/s$`, of whose unit the first letter counts.
fn is_rate(text: &str) -> bool {
    let Some(rate) = text.strip_suffix("/s") else { return false };
    let unit = rate.trim_start_matches(|char: char| char.is_ascii_digit());
    let is_known = |unit: &str| {
        !unit.contains('/')
            && unit.starts_with(|char: char| matches!(char.to_ascii_lowercase(), 'b' | 'k' | 'm' | 'g' | 't'))
    };
    unit.len() < rate.len() && is_known(unit.strip_prefix(' ').unwrap_or(unit))
}
