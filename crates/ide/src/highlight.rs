//! Document highlights: the mentions of what stands at a place in the same file, each with what it does.

use syntax::Span;

use crate::mentions::{self, Access};
use crate::place::Place;
use crate::{Analysis, Position};

impl Analysis {
    /// The mentions of what stands at a place in its file.
    pub fn highlights(&self, at: Position) -> Vec<(Span, Access)> {
        let Some(place) = Place::new(&self.snapshot, at) else { return Vec::new() };
        let Some(here) = mentions::at(&place) else { return Vec::new() };
        let all = mentions::of_file(&self.snapshot, place.file).mentions.into_iter();
        let mut found: Vec<_> =
            all.filter(|other| other.thing == here.thing).map(|other| (other.span, other.access)).collect();
        // In a broken statement the file's tree does not have it.
        if !found.iter().any(|(span, _)| *span == here.span) {
            found.push((here.span, here.access));
            found.sort_by_key(|(span, _)| span.start);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

    use expect_test::{Expect, expect};

    use crate::testing::at;

    fn check(text: &str, expected: &Expect) {
        expected.assert_eq(&at(text).highlights());
    }

    #[test]
    fn assignments_write_and_mentions_read() {
        check(
            "x = 1\ny = $0x\nx { 'a' }\nx:append { 'b' }\nVirtualHost 'a.example' { x = 3 }\n",
            &expect![[r#"
                1 write <x> = 1
                2 read y = <x>
                3 write <x> { 'a' }
                4 write <x>:append { 'b' }
                5 write VirtualHost 'a.example' { <x> = 3 }
            "#]],
        );
    }

    #[test]
    fn calls_in_expressions_only_read() {
        check(
            "for _, h in ipa$0irs { 'a' } do x = h end\n",
            &expect![[r#"
                1 read for _, h in <ipairs> { 'a' } do x = h end
            "#]],
        );
    }

    #[test]
    fn hosts_are_declared_and_mentioned() {
        check(
            "VirtualHost 'a.exa$0mple'\nadmins = { 'x@a.example' }\n",
            &expect![[r#"
                1 write VirtualHost '<a.example>'
                2 read admins = { 'x@<a.example>' }
            "#]],
        );
    }

    #[test]
    fn locals_are_declared_assigned_and_read() {
        check(
            "local i = 1\nrepeat local i = 2 until i$0 == 2\nfor i = i, 2 do x = i end\ni = 3\n",
            &expect![[r#"
                2 write repeat local <i> = 2 until i == 2
                2 read repeat local i = 2 until <i> == 2
            "#]],
        );
    }

    #[test]
    fn functions_of_the_language_are_marked_too() {
        check(
            "Virtual$0Host 'a.example'\nVirtualHost 'b.example' {}\n",
            &expect![[r#"
                1 read <VirtualHost> 'a.example'
                2 read <VirtualHost> 'b.example' {}
            "#]],
        );
    }

    #[test]
    fn what_is_nothing_in_itself_is_not_marked() {
        check("x = 1 -- $0x\n", &expect![[""]]);
        check("x = '1.2.3$0.4'\n", &expect![[""]]);
        check("x = tr$0ue\ny = true\n", &expect![[""]]);
    }
}
