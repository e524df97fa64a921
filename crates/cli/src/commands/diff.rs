//! What would change in a file, as a unified diff.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

const BOLD: Style = Style::new().bold();
const PLACE: Style = AnsiColor::Cyan.on_default();
const OLD: Style = AnsiColor::Red.on_default();
const NEW: Style = AnsiColor::Green.on_default();

/// Writes it, with colours; nothing if nothing changes.
pub(super) fn write(path: &str, before: &[u8], after: &[u8], out: &mut dyn Write) -> io::Result<()> {
    let diff = TextDiff::from_lines(before, after);
    let mut is_first = true;
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        if is_first {
            writeln!(out, "{BOLD}--- {path}{BOLD:#}\n{BOLD}+++ {path}{BOLD:#}")?;
            is_first = false;
        }
        writeln!(out, "{PLACE}{}{PLACE:#}", hunk.header())?;
        for change in hunk.iter_changes() {
            let style = match change.tag() {
                ChangeTag::Delete => OLD,
                ChangeTag::Insert => NEW,
                ChangeTag::Equal => Style::new(),
            };
            // The line's end stays outside of the colour.
            let line = change.value();
            let end = line.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')).map_or(0, |last| last + 1);
            write!(out, "{style}{}", change.tag())?;
            out.write_all(line.get(..end).unwrap_or_default())?;
            write!(out, "{style:#}")?;
            out.write_all(line.get(end..).unwrap_or_default())?;
            if change.missing_newline() {
                writeln!(out, "\n\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use expect_test::expect;

    #[test]
    fn lines_that_change_stand_among_those_that_do_not() {
        let mut stream = anstream::StripStream::new(Vec::new());
        let mut text = Vec::new();
        super::write("a.cfg.lua", b"a = 1\nb = 2\nc = 3", b"a = 1\nb = 3\nc = 3", &mut text).unwrap();
        super::write("b.cfg.lua", b"same\n", b"same\n", &mut text).unwrap();
        stream.write_all(&text).unwrap();
        expect![[r"
            --- a.cfg.lua
            +++ a.cfg.lua
            @@ -1,3 +1,3 @@
             a = 1
            -b = 2
            +b = 3
             c = 3
            \ No newline at end of file
        "]]
        .assert_eq(&String::from_utf8(stream.into_inner()).unwrap());
    }
}
