//! `invalid-url`

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{Edit, Fix, list};

declare_rule! {
    /// Finds addresses of the web that lack their beginning.
    ///
    /// Where an option takes a URL, Prosody takes a text without `https://` for a path: the links that it then gives to
    /// clients lead nowhere.
    ///
    /// Bad:
    /// ```lua
    /// http_external_url = "xmpp.example.com"
    /// ```
    /// Good:
    /// ```lua
    /// http_external_url = "https://xmpp.example.com/"
    /// ```
    INVALID_URL = "invalid-url", Warning, check
}

/// Options of which Prosody takes a URL apart: `core/moduleapi.lua`, `util/prosodyctl/check.lua`.
const OPTIONS: [&str; 2] = ["connectivity_probe", "http_external_url"];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (_, set) in context.lasting_written().filter(|(_, set)| OPTIONS.contains(&&*set.option)) {
        let Some(url) = set.value.as_str() else { continue };
        // `{{url}}`, `${URL}`: a template that nobody has filled in yet.
        let is_template = url.contains(['{', '$', '<', '%', '@']);
        let scheme = url.split_once("://").map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest));
        let is_fine = scheme.is_some_and(|(scheme, rest)| {
            matches!(scheme.as_str(), "http" | "https") && !rest.trim_start_matches('/').is_empty()
        });
        if is_template || is_fine {
            continue;
        }
        let span = context.value_span(set);
        let finding = findings
            .add(span, format!("`{}` takes a URL that begins with `https://` or `http://`", set.option));
        if !url.contains("//")
            && url.contains('.')
            && let Some(inside) = list::quoted(&context.file.text, span, url)
        {
            finding.fix = Some(Fix {
                title: "Put `https://` in front".to_owned(),
                edits: vec![Edit {
                    file: context.file.id,
                    span: inside,
                    text: format!("https://{}", url.trim_start_matches('/')),
                }],
                safe: false,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn urls_have_a_scheme() {
        check(
            "invalid-url",
            r#"
http_external_url = "chat.example.com/"
                    ^^^^^^^^^^^^^^^^^^^ warning[invalid-url]: `http_external_url` takes a URL that begins with `https://` or `http://`
VirtualHost "a.example"
http_external_url = "https://a.example/"
VirtualHost "b.example"
http_external_url = "https://"
                    ^^^^^^^^^^ warning[invalid-url]: `http_external_url` takes a URL that begins with `https://` or `http://`
"#,
        );
        check("invalid-url", "http_external_url = \"{{ url }}\"\n");
    }

    #[test]
    fn it_is_put_in_front() {
        assert_eq!(
            fixed("invalid-url", "http_external_url = 'a.example'\n"),
            "http_external_url = 'https://a.example'\n"
        );
    }
}
