//! `missing-quotes`

use config::Value;
use rustc_hash::FxHashSet;
use schema::{EnumValue, OptionInfo, OptionType};
use syntax::Span;
use syntax::ast::{Block, Expr, ExprKind, Field, FieldKey, Node, StatKind, walk};

use crate::context::{Context, Findings};
use crate::loaded::PROVIDERS;
use crate::registry::declare_rule;
use crate::{Edit, Fix};

declare_rule! {
    /// Finds words that were most likely meant as strings.
    ///
    /// Without quotes a word is the name of a variable. As there is none of that name the option gets no value at all, and
    /// an item of a list is not there. Prosody 13.0 warns of it, older releases say nothing.
    ///
    /// Bad:
    /// ```lua
    /// authentication = internal_hashed
    /// ```
    /// Good:
    /// ```lua
    /// authentication = "internal_hashed"
    /// ```
    MISSING_QUOTES = "missing-quotes", Warning, check
}

/// Names that Lua or Prosody give a value in every file.
const GLOBALS: [&str; 33] = [
    "_G",
    "_VERSION",
    "assert",
    "arg",
    "bit32",
    "collectgarbage",
    "coroutine",
    "debug",
    "dofile",
    "error",
    "getmetatable",
    "io",
    "ipairs",
    "load",
    "loadfile",
    "math",
    "next",
    "os",
    "package",
    "pairs",
    "pcall",
    "print",
    "prosody",
    "rawequal",
    "rawget",
    "rawset",
    "require",
    "select",
    "setmetatable",
    "string",
    "table",
    "tonumber",
    "tostring",
];

/// Words that people write for `true` and `false`.
const BOOLEAN_WORDS: [&str; 8] = ["True", "False", "TRUE", "FALSE", "yes", "no", "on", "off"];

fn check(context: &Context<'_>, findings: &mut Findings) {
    let block = &context.file.parse.chunk.block;
    let mut locals: Option<FxHashSet<&str>> = None;
    let mut report = |option: Option<&str>, value: &Expr| {
        let ExprKind::Name(name) = &value.kind else { return };
        let name = &**name;
        let locals = locals.get_or_insert_with(|| declared(block));
        let is_variable = GLOBALS.contains(&name)
            || matches!(
                name,
                "_ENV" | "log" | "hosts" | "type" | "unpack" | "xpcall" | "warn" | "utf8" | "Lua"
            )
            || context.schema.language_name(name).is_some()
            || locals.contains(name);
        // `{{name}}` is a template that is still to be filled in.
        let before = context.file.text.get(..value.span.start as usize).unwrap_or_default();
        if is_variable || before.trim_ascii_end().ends_with(b"{{") {
            return;
        }
        let is_word = BOOLEAN_WORDS.contains(&name)
            || option.and_then(|option| context.schema.option(option)).is_some_and(|info| takes(info, name))
            || option == Some("modules_enabled") && context.schema.module(name).is_some()
            || PROVIDERS.iter().any(|(provider, prefix)| {
                option == Some(provider) && context.schema.module(&format!("{prefix}{name}")).is_some()
            });
        // An option can be read back where it has a value already: of `storage = sql` that is told apart by what came out.
        let is_option = context.settings.hosts_with(name) > 0;
        if is_option && !(is_word && is_nil(context, value.span)) {
            return;
        }
        // What a file that is not known sets may be a variable here.
        if !is_word && !context.is_complete() {
            return;
        }
        let text = match name {
            "True" | "TRUE" | "yes" | "on" => "true".to_owned(),
            "False" | "FALSE" | "no" | "off" => "false".to_owned(),
            "null" | "NULL" | "None" | "Nil" | "undefined" => "nil".to_owned(),
            _ if option.is_some_and(|option| takes_booleans(context, option)) => {
                match ["true", "false"].iter().find(|word| strsim::osa_distance(word, name) == 1) {
                    Some(word) => (*word).to_owned(),
                    None => format!("\"{name}\""),
                }
            }
            _ => format!("\"{name}\""),
        };
        let message = if text.starts_with('"') {
            format!("`{name}` has no value here: a string needs quotes")
        } else {
            format!("`{name}` has no value here: it is called `{text}`")
        };
        let finding = findings.add(value.span, message);
        finding.fix = Some(Fix {
            title: format!("Write {text}"),
            edits: vec![Edit { file: context.file.id, span: value.span, text }],
            safe: false,
        });
    };
    for stat in context.statements() {
        if let StatKind::Local { values, .. } = &stat.kind {
            let tables = values.iter().filter_map(Expr::as_table);
            for fields in tables.filter(|fields| lists_modules(context, fields)) {
                for field in fields {
                    if field.value.as_name().is_some_and(|name| context.schema.module(name).is_some()) {
                        report(Some("modules_enabled"), &field.value);
                    }
                }
            }
        }
        let StatKind::Assign { targets, values } = &stat.kind else { continue };
        for (target, value) in targets.iter().zip(values) {
            let is_bare = matches!(value.kind, ExprKind::Name(_) | ExprKind::Table(_));
            let target = target.as_name().filter(|_| is_bare);
            let Some(option) = target.filter(|name| context.schema.option(name).is_some()) else { continue };
            report(Some(option), value);
            items(value, &mut |value, is_item| report(Some(option).filter(|_| is_item), value));
        }
    }
}

/// Calls `visit` for every value in a table that is written down, and says whether it is an item of the outermost one.
fn items<'t>(value: &'t Expr, visit: &mut dyn FnMut(&'t Expr, bool)) {
    let mut open = vec![(value, true)];
    while let Some((table, is_outermost)) = open.pop() {
        for field in table.as_table().unwrap_or_default() {
            visit(&field.value, is_outermost && matches!(field.key, FieldKey::Positional));
            open.push((&field.value, false));
        }
    }
}

/// Whether an option is a switch.
fn takes_booleans(context: &Context<'_>, option: &str) -> bool {
    let mut readers = context.schema.option(option).into_iter().flat_map(OptionInfo::readers);
    readers.any(|reader| reader.facts.ty == OptionType::Boolean)
}

/// Whether a table is a list of modules with some quotes missing: what is quoted is known, and something is.
fn lists_modules(context: &Context<'_>, fields: &[Field]) -> bool {
    let mut quoted = fields.iter().filter_map(|field| field.value.as_str()).peekable();
    let is_module =
        |name: &[u8]| std::str::from_utf8(name).is_ok_and(|name| context.schema.module(name).is_some());
    quoted.peek().is_some()
        && quoted.all(is_module)
        && fields.iter().all(|field| matches!(field.key, FieldKey::Positional))
}

/// Whether the value at this place was nothing when the file was evaluated.
fn is_nil(context: &Context<'_>, place: Span) -> bool {
    let mut here = context.assignments().filter(|set| set.value_span == place).peekable();
    here.peek().is_some() && here.all(|set| set.value == Value::Nil)
}

/// Whether a word is one of an option's values.
fn takes(info: OptionInfo, word: &str) -> bool {
    let is = |value: &EnumValue| matches!(value, EnumValue::String(text) if *text == word);
    info.values().iter().any(is) || info.suggestions().iter().any(is)
}

/// All names that the file declares as local or as its own functions, wherever that is.
pub(super) fn declared(block: &Block) -> FxHashSet<&str> {
    let mut names = FxHashSet::default();
    let mut pending = vec![block];
    while let Some(block) = pending.pop() {
        walk(block, &mut |node| match node {
            Node::Stat(stat) => match &stat.kind {
                StatKind::Local { names: locals, .. } => names.extend(locals.iter().map(|it| &*it.name.text)),
                StatKind::LocalFunction { name, body } => {
                    names.insert(&*name.text);
                    names.extend(body.params.iter().map(|name| &*name.text));
                }
                StatKind::Function { target, body } => {
                    names.extend(target.as_name());
                    names.extend(body.params.iter().map(|name| &*name.text));
                }
                StatKind::NumericFor { variable, .. } => drop(names.insert(&*variable.text)),
                StatKind::GenericFor { names: variables, .. } => {
                    names.extend(variables.iter().map(|name| &*name.text));
                }
                _ => {}
            },
            Node::Expr(Expr { kind: ExprKind::Function(body), .. }) => {
                names.extend(body.params.iter().map(|name| &*name.text));
            }
            _ => {}
        });
    }
    names
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn in_lists_that_are_built_first() {
        check(
            "missing-quotes",
            r#"
local stable = { roster, "saslauth", "tls" }
                 ^^^^^^ warning[missing-quotes]: `roster` has no value here: a string needs quotes
local hosts = { roster, "example.com" }
modules_enabled = stable
c2s_require_encryption = ture
                         ^^^^ warning[missing-quotes]: `ture` has no value here: it is called `true`
storage = null
          ^^^^ warning[missing-quotes]: `null` has no value here: it is called `nil`
VirtualHost "example.com"
"#,
        );
    }

    #[test]
    fn words_are_no_strings() {
        check(
            "missing-quotes",
            r#"
authentication = internal_hashed
                 ^^^^^^^^^^^^^^^ warning[missing-quotes]: `internal_hashed` has no value here: a string needs quotes
modules_enabled = { "roster", mam }
                              ^^^ warning[missing-quotes]: `mam` has no value here: a string needs quotes
c2s_require_encryption = yes
                         ^^^ warning[missing-quotes]: `yes` has no value here: it is called `true`
"#,
        );
    }

    #[test]
    fn variables_have_values() {
        check(
            "missing-quotes",
            r#"
//- prosody.cfg.lua
local admin = "a@example.com"
shared_secret = "x"
admins = { admin }
turn_external_secret = shared_secret
Include "hosts.cfg.lua"
http_external_url = ENV_URL
//- hosts.cfg.lua
component_secret = shared_secret
//- alone.cfg.lua
component_secret = shared_secret
storage = internal
          ^^^^^^^^ warning[missing-quotes]: `internal` has no value here: a string needs quotes
"#,
        );
    }

    #[test]
    fn an_option_has_no_value_before_it_is_set() {
        check(
            "missing-quotes",
            r#"
storage = sql
          ^^^ warning[missing-quotes]: `sql` has no value here: a string needs quotes
sql = { driver = "SQLite3" }
"#,
        );
        check("missing-quotes", "sql = { driver = \"SQLite3\" }\nstorage = sql\n");
    }

    #[test]
    fn quotes_are_added() {
        assert_eq!(fixed("missing-quotes", "storage = sql\n"), "storage = \"sql\"\n");
        assert_eq!(
            fixed("missing-quotes", "debug = off\nc2s_require_encryption = off\n"),
            "debug = false\nc2s_require_encryption = off\n"
        );
    }
}
