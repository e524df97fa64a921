//! The card of a local variable: its declaration.

use syntax::Span;

use crate::place::{Place, line};

/// Longer declarations are cut.
const MOST_LINES: usize = 6;

/// The card of a variable with this name and declaration.
pub(crate) fn card(place: &Place<'_>, name: Span, declaration: Span) -> Option<String> {
    let text = place.slice(declaration);
    let mut lines: Vec<&str> = text.lines().take(MOST_LINES + 1).collect();
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        lines.push("-- …");
    }
    // A loop's or a function's variable is declared by something much larger than itself.
    let shown =
        if text.trim_start().starts_with("local") { lines.join("\n") } else { (*lines.first()?).to_owned() };
    Some(format!("```lua\n{shown}\n```\n\nLocal variable, line {}", line(place.file, name.start)))
}
