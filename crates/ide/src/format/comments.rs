//! Whether a formatted text has lost or invented comments.

use syntax::Span;

/// Whether two texts have the same comments. Blanks at the ends of their lines do not count, nor does their order: a
/// comment between two entries of a table may move behind the comma.
pub(super) fn same(a: (&[u8], &[Span]), b: (&[u8], &[Span])) -> bool {
    sorted(a) == sorted(b)
}

fn sorted<'t>((text, comments): (&'t [u8], &[Span])) -> Vec<Vec<&'t [u8]>> {
    let lines =
        |comment: &Span| comment.slice(text).split(|&b| b == b'\n').map(<[u8]>::trim_ascii_end).collect();
    let mut comments: Vec<Vec<&[u8]>> = comments.iter().map(lines).collect();
    comments.sort_unstable();
    comments
}
