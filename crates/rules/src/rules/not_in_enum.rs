//! `not-in-enum`

use schema::{EnumValue, OptionInfo};

use crate::accessor::Verdict;
use crate::context::{Context, Findings, Judged};
use crate::registry::declare_rule;
use crate::{Edit, Fix, show};

declare_rule! {
    /// Finds values that are not among the few that an option may have.
    ///
    /// Prosody compares exactly: `"Required"` is not `"required"`, and `"true"` is not `true`. For any other value it
    /// logs an error, and most releases then use the default.
    ///
    /// Bad:
    /// ```lua
    /// authentication = "internal_hashed"
    /// password_hash = "sha256"
    /// ```
    /// Good:
    /// ```lua
    /// authentication = "internal_hashed"
    /// password_hash = "SHA-256"
    /// ```
    NOT_IN_ENUM = "not-in-enum", Error, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for Judged { set, option, verdict } in context.judged() {
        let Some(info) = option.filter(|_| *verdict == Verdict::NotInEnum) else { continue };
        let values = info.values();
        let names: Vec<String> = values.iter().map(ToString::to_string).collect();
        let span = context.value_span(set);
        let message = format!("{} is not a value of `{}`", show::value(&set.value), set.option);
        let finding = findings.add(span, message);
        finding.help = Some(format!("Use {}", show::list(&names, "or")));
        finding.url = info.best().module.url.map(str::to_owned);
        if span == set.value_span
            && let Some(near) = nearest(info, &set.value)
        {
            finding.fix = Some(Fix {
                title: format!("Replace by {near}"),
                edits: vec![Edit { file: context.file.id, span, text: near }],
                safe: false,
            });
        }
    }
}

/// The value that was most likely meant, as Lua source.
fn nearest(info: OptionInfo<'_>, value: &config::Value) -> Option<String> {
    // A version without its quotes.
    let number = show::value(value);
    let is_same = |known: &&EnumValue| matches!(known, EnumValue::String(known) if *known == *number);
    if let Some(known) = info.values().iter().find(is_same) {
        return Some(known.to_string());
    }
    let written = value.as_str()?;
    let near = |known: &EnumValue| match known {
        EnumValue::String(known) => strsim::osa_distance(&written.to_lowercase(), &known.to_lowercase()) <= 2,
        EnumValue::Boolean(known) => known.to_string() == written,
        EnumValue::Number(_) => false,
    };
    let values = info.values();
    let mut near = values.iter().filter(|known| near(known));
    let only = near.next()?.to_string();
    near.next().is_none().then_some(only)
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn values_of_private_modules_are_known() {
        check(
            "not-in-enum",
            r#"
//- prosody.cfg.lua
ours_mode = "lowd"
            ^^^^^^ error[not-in-enum]: "lowd" is not a value of `ours_mode`
//- mod_ours.lua
local mode = module:get_option_enum("ours_mode", "quiet", "loud")
"#,
        );
    }

    #[test]
    fn versions_need_quotes() {
        assert_eq!(fixed("not-in-enum", "tls_profile_version = 5.7\n"), "tls_profile_version = \"5.7\"\n");
    }
}
