//! `load-error`

use config::{FileId, LoadStage, Settings};
use schema::Version;
use syntax::Span;

use crate::Severity;
use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds what makes Prosody fail while it runs a configuration file.
    ///
    /// The file is correct Lua, but running it raises an error: a value that is nil is called or indexed, a host is defined
    /// twice, a `VirtualHost` has the name of a `Component`. Prosody then does not load the configuration at all.
    ///
    /// Only complete configurations are looked at: a file on its own may rely on what others set. Where the configuration
    /// reads environment variables whose values are not known here, or a file that is not here, failures are but hints, unless
    /// it fails in the same way whatever their values are.
    ///
    /// Bad:
    /// ```lua
    /// Component "rooms.example.com" "muc"
    /// VirtualHost "rooms.example.com"
    /// ```
    /// Good:
    /// ```lua
    /// VirtualHost "example.com"
    /// Component "rooms.example.com" "muc"
    /// ```
    LOAD_ERROR = "load-error", Error, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(error) = &context.settings.error else { return };
    let Some((file, span)) = error.place else { return };
    // Running out of steps may be ours alone.
    if file != context.file.id || error.stage == LoadStage::Limit || context.is_fragment() {
        return;
    }
    let has_syntax_error = !context.file.parse.errors.is_empty();
    let is_missing_include = context.settings.includes().any(|include| include.missing.is_some());
    if has_syntax_error || is_missing_include {
        return;
    }
    let message = without_place(&error.message);
    // A file outside of what may be looked at: nothing is known of it.
    if message.contains("Permission denied") {
        return;
    }
    if message.contains("No such file or directory") {
        let finding = findings.add(context.first_line(span), format!("Prosody fails here: {message}"));
        finding.severity = Severity::Hint;
        finding.help = Some("Files with secrets are often not part of a working copy".to_owned());
        return;
    }
    let is_certain =
        CERTAIN.iter().any(|text| message.contains(text)) || context.knowledge.fails_always(error);
    if context.knowledge.reads_unset_environment() && !is_certain {
        let finding = findings.add(
            context.first_line(span),
            format!("Prosody fails here if the environment variables that this reads are not set: {message}"),
        );
        finding.severity = Severity::Hint;
        return;
    }
    let finding = findings.add(context.first_line(span), format!("Prosody fails here: {message}"));
    let help = help(context, message, file, span);
    finding.help = Some(
        help.unwrap_or_else(|| "Nothing of the configuration is loaded until this is mended".to_owned()),
    );
}

/// What to do about a failure whose message does not say what is wrong.
fn help(context: &Context<'_>, message: &str, file: FileId, span: Span) -> Option<String> {
    if message.contains("bad argument #2 to 'format'") {
        return Some(
            "Prosody fails to warn of anything in a file whose path has 60 characters or more: mend what it would warn of \
             here (a function of Lua without `Lua.`, an option set twice), or move the file to a shorter path"
                .to_owned(),
        );
    }
    if message.contains("stack overflow") && includes_itself(context.settings, file) {
        return Some(
            "The file includes itself, directly or through others: take one of the `Include`s out".to_owned(),
        );
    }
    let name = message.strip_prefix("attempt to call a nil value (global '")?.strip_suffix("')")?;
    let host = context.settings.host_at(file, span.start);
    let is_option = context.schema.option(name).is_some();
    if !is_option || context.schema.version() < Version::V13_0 {
        return None;
    }
    if host == "*" {
        return Some(format!(
            "`{name} {{ ... }}` adds to a list that is set before: set it, or write `{name} = {{ ... }}`"
        ));
    }
    let adds_up = matches!(name, "modules_enabled" | "modules_disabled");
    Some(if adds_up {
        format!(
            "{host} has no `{name}` of its own yet: write `{name} = {{ ... }}`, which adds to the global list all the same"
        )
    } else {
        format!(
            "{host} has no `{name}` of its own yet: write `{name} = {{ ... }}` with all that it is to hold; the global value does not count then"
        )
    })
}

/// Whether a file loads itself again, perhaps through others.
fn includes_itself(settings: &Settings, file: FileId) -> bool {
    let mut seen: Vec<FileId> = Vec::new();
    let mut open = vec![file];
    while let Some(next) = open.pop() {
        for target in settings.includes_in(next).flat_map(|include| &include.targets) {
            if *target == file {
                return true;
            }
            if !seen.contains(target) {
                seen.push(*target);
                open.push(*target);
            }
        }
    }
    false
}

/// Failures that no value of an environment variable mends.
const CERTAIN: [&str; 6] = [
    "clashes with previously defined",
    "Invalid syntax",
    "Unknown config option operation",
    "do not accept a module name",
    "stack overflow",
    // Prosody's own mistake: it cannot warn of anything in a file with a long path.
    "bad argument #2 to 'format'",
];

/// A message of Lua without the file and line in front of it.
fn without_place(message: &str) -> &str {
    let Some((place, rest)) = message.split_once(": ") else { return message };
    let is_place = place
        .rsplit_once(':')
        .is_some_and(|(file, line)| !file.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()));
    if is_place { rest } else { message }
}

#[cfg(test)]
mod tests {
    use fixture::Fixture;

    use crate::tests_support::check;

    #[test]
    fn hosts_clash() {
        check(
            "load-error",
            r#"
Component "rooms.example.com" "muc"
VirtualHost "rooms.example.com"
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[load-error]: Prosody fails here: Host "rooms.example.com" clashes with previously defined MUC Component "rooms.example.com", for services use a sub-domain like conference.rooms.example.com
"#,
        );
    }

    #[test]
    fn what_fails_in_every_profile_fails_for_certain() {
        check(
            "load-error",
            r#"
log = os.getenv("LEVEL") or "info"
Include("environments/" .. (ENV_STAGE or "production") .. ".cfg.lua")
load_layer("features")
^^^^^^^^^^^^^^^^^^^^^^ error[load-error]: Prosody fails here: attempt to call a nil value (global 'load_layer')
//- environments/production.cfg.lua
storage = "sql"
//- environments/staging.cfg.lua
storage = "memory"
"#,
        );
    }

    #[test]
    fn environment_variables_may_be_set_elsewhere() {
        check(
            "load-error",
            r#"
local domain = os.getenv("DOMAIN")
VirtualHost("chat." .. domain)
            ^^^^^^^^^^^^^^^^^ hint[load-error]: Prosody fails here if the environment variables that this reads are not set: attempt to concatenate a nil value (local 'domain')
"#,
        );
    }

    #[test]
    fn a_file_alone_may_rely_on_others() {
        check("load-error", "//- alone.cfg.lua\nmodules_enabled { \"mam\" }\n");
    }

    #[test]
    fn files_may_lie_elsewhere() {
        check(
            "load-error",
            r#"
Lua.dofile("/no/such/place/layer.lua")
"#,
        );
        check(
            "load-error",
            r#"
Lua.assert(Lua.io.open("/no/such/place/secret"))
component_secret = FileLine "secret.txt"
                   ^^^^^^^^^^^^^^^^^^^^^ hint[load-error]: Prosody fails here: $DIR/secret.txt: No such file or directory
"#,
        );
    }

    #[test]
    fn a_working_copy_may_have_a_long_path() {
        let path = format!("{}/a.cfg.lua", "long".repeat(20));
        check("load-error", &format!("Include \"{path}\"\n//- {path}\nlog = \"a\"\nlog = \"b\"\n"));
    }

    fn help(text: &str) -> String {
        let fixture = Fixture::new(text);
        let ids: Vec<_> = fixture.snapshot.files().map(|file| file.id).collect();
        let found = ids.into_iter().flat_map(|file| crate::check(&fixture.snapshot, file));
        found.filter(|finding| finding.rule == "load-error").find_map(|finding| finding.help).unwrap()
    }

    #[test]
    fn a_host_has_no_list_to_add_to() {
        assert_eq!(
            help("modules_enabled = {}\nVirtualHost 'a.example'\nmodules_enabled { 'mam' }\n"),
            "a.example has no `modules_enabled` of its own yet: write `modules_enabled = { ... }`, which adds to the global list all the same"
        );
        assert!(
            help("admins = {}\nVirtualHost 'a.example'\nadmins { 'a@b.example' }\n")
                .contains("with all that it is to hold")
        );
    }

    #[test]
    fn files_that_include_each_other() {
        assert_eq!(
            help(
                "Include 'a.cfg.lua'\n//- a.cfg.lua\nInclude 'b.cfg.lua'\n//- b.cfg.lua\nInclude 'a.cfg.lua'\n"
            ),
            "The file includes itself, directly or through others: take one of the `Include`s out"
        );
    }

    #[test]
    fn long_paths_turn_warnings_into_failures() {
        let path = "conf.d/a-directory-with-a-long-name/another-one/file.cfg.lua";
        // Nothing is there on this machine: the directory stands for it.
        let text = format!("Include '/etc/prosody-elsewhere/{path}'\n//- {path}\nlog = os.getenv('X')\n");
        let help = help(&text);
        assert!(help.contains("60 characters"), "{help}");
    }
}
