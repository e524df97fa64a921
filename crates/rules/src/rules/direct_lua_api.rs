//! `direct-lua-api`

use config::WarningKind;

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{Edit, Fix};

declare_rule! {
    /// Finds functions of Lua that are used without `Lua.` before them.
    ///
    /// From 13.0 on Prosody warns of each one: a name in a configuration is an option first, and a later release may know
    /// Lua's own only as `Lua.os`, `Lua.table` and so on. Environment variables need no function, `ENV_NAME` reads them in
    /// every release.
    ///
    /// Bad:
    /// ```lua
    /// pidfile = os.getenv("PIDFILE")
    /// ```
    /// Good:
    /// ```lua
    /// pidfile = ENV_PIDFILE
    /// ```
    DIRECT_LUA_API = "direct-lua-api", Info, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let all = context.settings.warnings_in(context.file.id);
    let ours = all.filter(|warning| warning.kind == WarningKind::LuaApi);
    for span in ours.filter_map(|warning| warning.place).filter(|(file, _)| *file == context.file.id) {
        let span = span.1;
        let Ok(name) = std::str::from_utf8(span.slice(&context.file.text)) else { continue };
        // The place may be that of a larger expression.
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            continue;
        }
        let finding =
            findings.add(span, format!("write `Lua.{name}`: Prosody warns of a direct use of Lua's API"));
        finding.url = Some("https://prosody.im/doc/configure".to_owned());
        // An option of that name was most likely meant.
        if context.schema.option(name).is_none() {
            finding.fix = Some(fix(context, span, name));
        }
    }
}

/// `ENV_X` for `os.getenv("X")`, otherwise `Lua.` before the name.
fn fix(context: &Context<'_>, span: syntax::Span, name: &str) -> Fix {
    let rest = context.file.text.get(span.start as usize..).unwrap_or_default();
    if let Some((variable, length)) = getenv(rest) {
        return Fix {
            title: format!("Write `ENV_{variable}`"),
            edits: vec![Edit {
                file: context.file.id,
                span: syntax::Span::new(span.start, span.start + length),
                text: format!("ENV_{variable}"),
            }],
            safe: true,
        };
    }
    Fix {
        title: format!("Write `Lua.{name}`"),
        edits: vec![Edit {
            file: context.file.id,
            span: syntax::Span::empty(span.start),
            text: "Lua.".to_owned(),
        }],
        safe: true,
    }
}

/// The variable and the bytes of `os.getenv("NAME")`, if the text begins with it.
fn getenv(text: &[u8]) -> Option<(&str, u32)> {
    let rest = text.strip_prefix(b"os.getenv")?.trim_ascii_start();
    let (rest, is_closed) = match rest.strip_prefix(b"(") {
        Some(rest) => (rest.trim_ascii_start(), true),
        None => (rest, false),
    };
    let (quote, rest) = rest.split_first()?;
    let end = rest.iter().position(|byte| byte == quote).filter(|_| matches!(quote, b'"' | b'\''))?;
    let name = std::str::from_utf8(rest.get(..end)?).ok()?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let rest = rest.get(end + 1..)?;
    let rest = if is_closed { rest.trim_ascii_start().strip_prefix(b")")? } else { rest };
    is_name.then_some((name, u32::try_from(text.len() - rest.len()).ok()?))
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed, for_version};
    use schema::Version;

    #[test]
    fn names_of_lua() {
        check(
            "direct-lua-api",
            r#"
log = os.getenv("LOG")
      ^^ info[direct-lua-api]: write `Lua.os`: Prosody warns of a direct use of Lua's API
local upper = string.upper
              ^^^^^^ info[direct-lua-api]: write `Lua.string`: Prosody warns of a direct use of Lua's API
admins = { Lua.tostring(1) }
"#,
        );
        for_version(Version::V0_12, "direct-lua-api", "log = os.getenv(\"LOG\")\n");
    }

    #[test]
    fn they_are_mended() {
        assert_eq!(fixed("direct-lua-api", "log = os.getenv 'LOG' or \"x\"\n"), "log = ENV_LOG or \"x\"\n");
        assert_eq!(fixed("direct-lua-api", "local u = string.upper\n"), "local u = Lua.string.upper\n");
    }
}
