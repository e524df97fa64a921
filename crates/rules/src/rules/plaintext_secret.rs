//! `plaintext-secret`

use config::{Assignment, Value};
use syntax::Span;

use crate::context::{Context, Findings};
use crate::guessable::is_guessable;
use crate::registry::declare_rule;
use crate::{Edit, Fix, Severity};

declare_rule! {
    /// Finds passwords and secrets that are written into the configuration.
    ///
    /// Whoever sees the file, a copy of it or the repository it is kept in, has the secret. `ENV_NAME` reads it from an
    /// environment variable; from 13.0 on `Credential "name"` reads it from the service manager and `FileLine "path"` from
    /// a file.
    ///
    /// One that is left over from an example, such as `"password"` or `"your-secret-token"`, is worse: everybody knows it. What
    /// a template or the environment fills in is no secret.
    ///
    /// Bad:
    /// ```lua
    /// turn_external_secret = "s3cr3t-0f-0urs"
    /// ```
    /// Good:
    /// ```lua
    /// turn_external_secret = ENV_TURN_EXTERNAL_SECRET
    /// ```
    PLAINTEXT_SECRET = "plaintext-secret", Hint, check
}

/// How options are named that hold secrets.
const ENDINGS: [&str; 8] = [
    "_secret",
    "_password",
    "_passwd",
    "_api_key",
    "_secret_key",
    "_access_token",
    "_auth_token",
    "_bearer_token",
];

/// Options whose tables hold secrets, and the keys that do.
const TABLES: [(&str, &[&str]); 3] =
    [("sql", &["password"]), ("ldap", &["bind_password"]), ("external_services", &["secret", "password"])];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.lasting_anywhere() {
        let set = assigned.set;
        if ENDINGS.iter().any(|ending| set.option.ends_with(ending)) {
            if let Some(secret) = set.value.as_str() {
                report(context, &variable(context, set), secret, set.value_span, findings);
            }
        } else if let Some((_, keys)) = TABLES.iter().find(|(option, _)| *option == &*set.option) {
            inside(context, &set.option, &set.value, keys, findings);
        }
    }
}

/// `sql = { password = "..." }`, `external_services = { { secret = "..." } }`
fn inside(context: &Context<'_>, option: &str, value: &Value, keys: &[&str], findings: &mut Findings) {
    for entry in value.as_table().into_iter().flat_map(|table| &table.entries) {
        let written = entry.origin.filter(|origin| origin.file == context.file.id).map(|origin| origin.value);
        match (entry.key.as_str().filter(|key| keys.contains(key)), entry.value.as_str(), written) {
            (Some(key), Some(secret), Some(span)) => {
                let variable = format!("{option}_{key}").to_uppercase();
                report(context, &variable, secret, span, findings);
            }
            (None, None, _) if matches!(entry.key, Value::Int(_)) => {
                inside(context, option, &entry.value, keys, findings);
            }
            _ => {}
        }
    }
}

/// The environment variable for a secret: with the host's name behind it where several hosts have one.
fn variable(context: &Context<'_>, set: &Assignment) -> String {
    let mut name = set.option.to_uppercase();
    if context.settings.hosts_with(&set.option) > 1 && &*set.host != "*" {
        name.push('_');
        let letters =
            set.host.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
        name.extend(letters);
    }
    name
}

fn report(context: &Context<'_>, variable: &str, secret: &str, span: Span, findings: &mut Findings) {
    let code = span.slice(&context.file.text);
    // What comes from elsewhere is no literal, and what is empty no secret.
    let is_literal = matches!(code.first(), Some(b'"' | b'\'')) && code.last() == code.first();
    if !is_literal || code.len() != secret.len() + 2 || secret.is_empty() || is_template(secret) {
        return;
    }
    let is_example = is_guessable(secret);
    let what = if is_example { "a secret that anybody can guess" } else { "a secret" };
    let finding = findings.add(span, format!("{what} is written down here"));
    if is_example {
        finding.severity = Severity::Warning;
    }
    finding.help = Some(format!("Keep it out of the file, for instance as `ENV_{variable}`"));
    finding.fix = Some(Fix {
        title: format!("Read it from the environment variable {variable}"),
        edits: vec![Edit { file: context.file.id, span, text: format!("ENV_{variable}") }],
        // Somebody has to set it.
        safe: false,
    });
}

/// `{{ secret }}`, `${SECRET}`, `<secret>`, `@SECRET@`, `__SECRET__`, `%SECRET%`, `JVB_SECRET`: to be filled in.
fn is_template(text: &str) -> bool {
    let is_variable =
        text.split_once('_').is_some_and(|(first, _)| !["YOUR", "MY", "CHANGE"].contains(&first))
            && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
            && ["_SECRET", "_PASSWORD", "_PASS", "_TOKEN", "_KEY"].iter().any(|end| text.ends_with(end));
    if is_variable {
        return true;
    }
    ["{{", "${", "<%"].iter().any(|mark| text.contains(mark))
        || ["<", "@", "__", "%", "$", "[", "{"].iter().any(|mark| text.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, fixed};

    #[test]
    fn secrets_that_are_written_down() {
        check(
            "plaintext-secret",
            r#"
turn_external_secret = "abc"
                       ^^^^^ hint[plaintext-secret]: a secret is written down here
sql = { driver = "MySQL", password = "changeme" }
                                     ^^^^^^^^^^ warning[plaintext-secret]: a secret that anybody can guess is written down here
Component "a.example.com"
    component_secret = "{{ secret }}"
Component "b.example.com"
    component_secret = FileLine "b.secret"
Component "c.example.com"
    component_secret = ENV_SECRET
Component "d.example.com"
    component_secret = "abc" .. ENV_SECRET
Component "e.example.com"
    component_secret = "JVB_COMPONENT_SECRET"
Component "f.example.com"
    component_secret = "YOUR_SECRET"
                       ^^^^^^^^^^^^^ warning[plaintext-secret]: a secret that anybody can guess is written down here
"#,
        );
    }

    #[test]
    fn tables_hold_secrets_as_well() {
        check(
            "plaintext-secret",
            r#"
ldap = { hostname = "localhost", bind_password = "k7#mQ" }
                                                 ^^^^^^^ hint[plaintext-secret]: a secret is written down here
external_services = { { type = "turn", secret = "your-secret-turn-access-token" }, { host = "x", password = ENV_X } }
                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[plaintext-secret]: a secret that anybody can guess is written down here
"#,
        );
    }

    #[test]
    fn what_is_read_from_elsewhere_may_have_any_default() {
        check(
            "plaintext-secret",
            "component_secret = ENV_SECRET or \"changeme\"\nturn_external_secret = os.getenv(\"TURN\") or \"secret\"\n",
        );
    }

    #[test]
    fn each_host_has_a_secret_of_its_own() {
        let text = "Component 'a.b'\ncomponent_secret = 'x'\nComponent 'c.d'\ncomponent_secret = 'y'\n";
        assert!(fixed("plaintext-secret", text).contains("component_secret = ENV_COMPONENT_SECRET_A_B\n"));
    }

    #[test]
    fn they_go_into_the_environment() {
        assert_eq!(fixed("plaintext-secret", "ldap_password = 'x'\n"), "ldap_password = ENV_LDAP_PASSWORD\n");
    }
}
