//! Completions in small trees.

mod names;
mod options;
mod values;

use expect_test::Expect;

use crate::testing::at;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&at(text).complete(6));
}

#[test]
fn nothing_where_nothing_fits() {
    for text in ["-- mod$0\n", "x = 12$0\n", "local na$0\n", "x = \"some $0 text\"\n", "x = os.$0\n"] {
        assert_eq!(at(text).labels(), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn documentation_comes_for_one_item_at_a_time() {
    let asked = at("archive_exp$0\n");
    assert!(asked.items().iter().all(|item| item.documentation.is_none() && item.additional.is_empty()));
    let item = asked.resolved("archive_expires_after").unwrap();
    assert!(item.documentation.unwrap().contains("Read by mam"));
    assert_eq!(asked.resolved("no_such_option"), None);
}
