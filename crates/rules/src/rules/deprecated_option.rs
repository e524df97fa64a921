//! `deprecated-option`

use config::{Assignment, How, Value};
use schema::{Deprecation, OptionInfo, Reader};

use crate::context::{Context, Findings};
use crate::deprecation::help;
use crate::registry::declare_rule;
use crate::{Edit, Fix, Tag, statement};

declare_rule! {
    /// Finds options that still work, but ought not to be used any more.
    ///
    /// Prosody keeps old names for a while. They disappear with some later release, and then the option silently has no
    /// effect any more.
    ///
    /// Bad:
    /// ```lua
    /// disallow_s2s = true
    /// ```
    /// Good:
    /// ```lua
    /// modules_disabled = { "s2s" }
    /// ```
    DEPRECATED_OPTION = "deprecated-option", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.written() {
        let set = assigned.set;
        let Some(info) = context.option(set) else { continue };
        let Some(deprecation) = deprecation(context, info) else { continue };
        let since = deprecation.since.map(|since| format!(" since Prosody {since}")).unwrap_or_default();
        let finding = findings.add(set.name_span, format!("`{}` is deprecated{since}", set.option));
        finding.help = help(deprecation);
        finding.url = info.best().module.url.map(str::to_owned);
        finding.tag = Some(Tag::Deprecated);
        finding.fix = rewrite(context, set).or_else(|| rename(context, set, info, deprecation));
    }
}

/// What is said against an option: by all of Prosody's own readers, while no loaded module of the community still
/// means it; where only the community reads it, by all of those.
fn deprecation<'a>(context: &Context<'a>, info: OptionInfo<'a>) -> Option<&'a Deprecation> {
    let version = context.schema.version();
    let said = |reader: Reader<'a>| -> Option<&'a Deprecation> {
        reader.option.deprecated.as_ref().filter(|deprecation| deprecation.from <= version)
    };
    let is_own = |reader: &Reader<'_>| reader.module.is_core();
    if !info.is_core() {
        return info.deprecated();
    }
    let still_meant = info
        .readers()
        .filter(|reader| is_own(reader) || context.knowledge.loaded().contains(&*reader.module.name))
        .any(|reader| said(reader).is_none());
    if still_meant { None } else { info.readers().filter(is_own).find_map(said) }
}

/// What says the same without the option, where the new form is another one.
fn rewrite(context: &Context<'_>, set: &Assignment) -> Option<Fix> {
    if !statement::stands_alone(context, set) || context.is_used(&set.option) {
        return None;
    }
    let (option, instead) = match (&*set.option, &set.value) {
        ("anonymous_login", Value::Bool(true)) => ("authentication", "\"anonymous\""),
        ("disallow_s2s", Value::Bool(true)) => ("modules_disabled", "{ \"s2s\" }"),
        ("use_libevent", Value::Bool(true)) => ("network_backend", "\"event\""),
        // They say what is so anyway, or nothing.
        (option @ ("anonymous_login" | "disallow_s2s" | "use_libevent"), Value::Bool(false))
        | (option @ ("cross_domain_bosh" | "cross_domain_websocket" | "daemonize" | "no_daemonize"), _) => {
            let is_only = context.settings.is_only(set);
            return statement::removal(context, set).filter(|_| is_only).map(|edit| Fix {
                title: format!("Remove `{option}`"),
                edits: vec![edit],
                safe: false,
            });
        }
        _ => return None,
    };
    let is_set = context.settings.effective(&set.host, option).is_some();
    (!is_set).then(|| Fix {
        title: format!("Write `{option} = {instead}`"),
        edits: vec![Edit { file: context.file.id, span: set.span, text: format!("{option} = {instead}") }],
        safe: false,
    })
}

/// The new name, where the value means the same under it and nothing else sets it.
fn rename(
    context: &Context<'_>,
    set: &Assignment,
    info: OptionInfo<'_>,
    deprecation: &Deprecation,
) -> Option<Fix> {
    let new = context.schema.option(deprecation.replacement?)?;
    let alike = info.common_type().is_some() && info.common_type() == new.common_type();
    if !alike || set.how == How::Append {
        return None;
    }
    if context.settings.hosts_with(new.name()) > 0 {
        return None;
    }
    Some(Fix {
        title: format!("Rename to `{}`", new.name()),
        edits: vec![Edit { file: context.file.id, span: set.name_span, text: new.name().to_owned() }],
        // Only the singular forms of lists mean the same beyond doubt; and another file may set the new one, or read the
        // old one.
        safe: new.name().strip_suffix('s') == Some(&*set.option)
            && context.is_complete()
            && !context.is_used(&set.option),
    })
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn a_module_of_the_community_that_is_not_loaded_does_not_count() {
        check(
            "deprecated-option",
            r"
use_libevent = true
^^^^^^^^^^^^ warning[deprecated-option]: `use_libevent` is deprecated since Prosody 0.11
",
        );
        check(
            "deprecated-option",
            r#"
modules_enabled = { "s2s_never_encrypt_blacklist" }
use_libevent = true
"#,
        );
    }

    #[test]
    fn singular_forms_are_renamed() {
        let text = "component_interface = \"127.0.0.1\"\n";
        assert_eq!(fixed("deprecated-option", text), "component_interfaces = \"127.0.0.1\"\n");
    }

    #[test]
    fn what_has_another_form_now_is_written_in_it() {
        for (old, new) in [
            ("anonymous_login = true", "authentication = \"anonymous\""),
            ("use_libevent = true", "network_backend = \"event\""),
            ("disallow_s2s = true", "modules_disabled = { \"s2s\" }"),
        ] {
            assert_eq!(fixed("deprecated-option", &format!("{old}\n")), format!("{new}\n"));
        }
        assert_eq!(fixed("deprecated-option", "daemonize = true\nlog = 'x'\n"), "log = 'x'\n");
    }
}
