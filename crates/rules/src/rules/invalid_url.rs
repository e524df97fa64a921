//! `invalid-url`

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::template::is_unfilled;
use crate::{Edit, Fix, list, show};

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

/// Options that take the name of a host, without anything around it: `core/moduleapi.lua`, `modules/mod_http.lua` and
/// others.
const HOSTS: [&str; 5] =
    ["external_service_host", "http_default_host", "http_host", "proxy65_address", "turn_external_host"];

fn check(context: &Context<'_>, findings: &mut Findings) {
    hosts(context, findings);
    for assigned in context.lasting_written().filter(|assigned| OPTIONS.contains(&&*assigned.set.option)) {
        let set = assigned.set;
        let Some(url) = set.value.as_str() else { continue };
        // `{{url}}`, `${URL}`: a template that nobody has filled in yet.
        let is_template = is_unfilled(url) || url.contains('@');
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

/// Finds names of hosts that are written as links, or with a port.
fn hosts(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.lasting_written().filter(|assigned| HOSTS.contains(&&*assigned.set.option)) {
        let set = assigned.set;
        let Some(text) = set.value.as_str().filter(|text| !is_unfilled(text) && !text.contains('@')) else {
            continue;
        };
        let scheme = ["https://", "http://", "turns:", "turn:", "stuns:", "stun:"];
        let bare = scheme.iter().find_map(|scheme| text.strip_prefix(scheme)).unwrap_or(text);
        let name = bare.split('/').next().unwrap_or_default();
        // An address of IPv6 has several colons.
        let name = match name.split_once(':') {
            Some((name, port)) if !port.contains(':') => name,
            _ => name,
        };
        if name == text || name.is_empty() || text.starts_with('[') {
            continue;
        }
        let span = context.value_span(set);
        let message = format!("`{}` takes the name of a host alone, not {}", set.option, show::string(text));
        let finding = findings.add(span, message);
        finding.help = Some(format!("Write \"{name}\""));
        if let Some(inside) = list::quoted(&context.file.text, span, text) {
            finding.fix = Some(Fix {
                title: format!("Change to \"{name}\""),
                edits: vec![Edit { file: context.file.id, span: inside, text: name.to_owned() }],
                safe: false,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn hosts_are_no_links() {
        check(
            "invalid-url",
            r#"
http_host = "https://example.com/"
            ^^^^^^^^^^^^^^^^^^^^^^ warning[invalid-url]: `http_host` takes the name of a host alone, not "https://example.com/"
http_default_host = "example.com:5280"
                    ^^^^^^^^^^^^^^^^^^ warning[invalid-url]: `http_default_host` takes the name of a host alone, not "example.com:5280"
turn_external_host = "turn:turn.example.com"
                     ^^^^^^^^^^^^^^^^^^^^^^^ warning[invalid-url]: `turn_external_host` takes the name of a host alone, not "turn:turn.example.com"
external_service_host = "2001:db8::1"
proxy65_address = "proxy.example.com"
"#,
        );
        assert_eq!(
            fixed("invalid-url", "http_host = 'http://a.example:80/x'\n"),
            "http_host = 'a.example'\n"
        );
    }

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
