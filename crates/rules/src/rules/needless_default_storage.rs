//! `needless-default-storage`

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{Edit, Fix, Tag, list};

declare_rule! {
    /// Finds `default_storage` beside a `storage` that leaves nothing to it.
    ///
    /// `default_storage` is for the stores that a table in `storage` does not name. If `storage` is one name it is for
    /// all stores.
    ///
    /// Bad:
    /// ```lua
    /// storage = "sql"
    /// default_storage = "internal"
    /// ```
    /// Good:
    /// ```lua
    /// storage = { archive = "sql" }
    /// default_storage = "internal"
    /// ```
    NEEDLESS_DEFAULT_STORAGE = "needless-default-storage", Info, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for set in context.lasting_assignments().filter(|set| &*set.option == "default_storage") {
        let storage = context
            .settings
            .host(&set.host)
            .and_then(|host| host.chain("storage"))
            .filter(|chain| chain.is_certain() && chain.value.as_str().is_some());
        // Another host may have a table.
        let elsewhere =
            || context.settings.hosts_setting("storage").any(|(_, chain)| chain.value.as_str().is_none());
        if storage.is_none() || &*set.host == "*" && elsewhere() {
            continue;
        }
        let finding =
            findings.add(set.name_span, "`default_storage` has no effect, since `storage` is one name");
        finding.tag = Some(Tag::Unnecessary);
        finding.url = Some("https://prosody.im/doc/storage".to_owned());
        finding.fix = Some(Fix {
            title: "Remove `default_storage`".to_owned(),
            edits: vec![Edit {
                file: context.file.id,
                span: list::removal(&context.file.text, set.span),
                text: String::new(),
            }],
            safe: context.is_complete() && !context.is_used("default_storage"),
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn one_name_is_for_all_stores() {
        check(
            "needless-default-storage",
            r#"
storage = "sql"
default_storage = "internal"
^^^^^^^^^^^^^^^ info[needless-default-storage]: `default_storage` has no effect, since `storage` is one name
"#,
        );
        check(
            "needless-default-storage",
            "default_storage = \"sql\"\nstorage = \"internal\"\nVirtualHost \"a.example\"\nstorage = { archive = \"sql\" }\n",
        );
        assert_eq!(
            fixed("needless-default-storage", "storage = \"sql\"\ndefault_storage = \"sql\"\n"),
            "storage = \"sql\"\n"
        );
    }
}
