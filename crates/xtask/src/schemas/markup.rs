//! Elements of XML files, as far as headers need it: no attributes, no nesting of the same element.

/// The contents of all elements of this name.
pub(super) fn elements<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let inner = |part: &'a str| part.split_once(close.as_str()).map(|(inner, _)| inner);
    text.split(open.as_str()).skip(1).filter_map(inner).collect()
}

/// The text of the first element of this name, on one line; `None` if it is empty.
pub(super) fn element(text: &str, name: &str) -> Option<String> {
    let inner = elements(text, name).into_iter().next()?;
    let words: Vec<&str> = inner.split_whitespace().collect();
    Some(decode(&words.join(" "))).filter(|text| !text.is_empty())
}

/// Resolves the entities that XML itself knows; others stay.
fn decode(text: &str) -> String {
    let named =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#8217;", "'"), ("&amp;", "&")];
    named.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

#[cfg(test)]
mod tests {
    use super::{element, elements};

    #[test]
    fn elements_are_found_by_name() {
        let text = "<a><b>1</b>\n<b>2</b></a>";
        assert_eq!(elements(text, "b"), ["1", "2"]);
        assert_eq!(elements(text, "c"), Vec::<&str>::new());
    }

    #[test]
    fn text_is_on_one_line_and_decoded() {
        assert_eq!(element("<t>Tom\n  &amp; Jerry</t>", "t").as_deref(), Some("Tom & Jerry"));
        assert_eq!(element("<t> </t>", "t"), None);
    }
}
