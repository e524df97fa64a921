//! `credential`

use schema::Version;

use super::registry::declare_action;
use super::{Actions, Context};

declare_action! {
    /// Reads a secret from the service manager instead of writing it down: `Credential`, from Prosody 13.0 on.
    ///
    /// The credential has the name of the option; if the option is set on several hosts, with the name of the host behind it.
    /// It has to be put into the service, `LoadCredential=` for systemd, and the secret is still in the file's history.
    ///
    /// Before:
    /// ```lua
    /// turn_external_secret = "s3cr3t$0-0f-0urs"
    /// ```
    /// After:
    /// ```lua
    /// turn_external_secret = Credential "turn_external_secret"
    /// ```
    CREDENTIAL = "credential", QuickFix, offer
}

fn offer(context: &Context<'_>, actions: &mut Actions<'_>) {
    let place = &context.place;
    let Some(settings) = place.settings().filter(|_| place.schema.version() >= Version::V13_0) else {
        return;
    };
    for finding in context.findings_of("plaintext-secret") {
        let set = settings.in_file(place.file.id).find(|(_, set)| set.value_span.contains(finding.span));
        let Some((_, set)) = set else { continue };
        // The password in `sql` has no option of its own.
        let option = if set.value_span == finding.span { &*set.option } else { "sql_password" };
        let mut name = option.to_owned();
        if settings.hosts_with(&set.option) > 1 && &*set.host != "*" {
            name.push('_');
            name.extend(set.host.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }));
        }
        let action = actions.add_other(format!("Read it from the credential {name}"), || {
            vec![context.edit(finding.span, format!("Credential \"{name}\""))].into()
        });
        if let Some(action) = action {
            action.finding = Some(finding.clone());
        }
    }
}
