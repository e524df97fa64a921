//! `no-network`

use config::Value;

use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds configurations that switch off both kinds of addresses.
    ///
    /// With `use_ipv4` and `use_ipv6` both `false` Prosody listens on no port and reaches no other server.
    ///
    /// Bad:
    /// ```lua
    /// use_ipv4 = false
    /// use_ipv6 = false
    /// ```
    /// Good:
    /// ```lua
    /// use_ipv6 = false
    /// ```
    NO_NETWORK = "no-network", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    if !context.is_complete() {
        return;
    }
    // Only exactly `false` counts: both are read as they are.
    let is_off = |option: &str| {
        context
            .settings
            .host("*")
            .and_then(|host| host.chain(option))
            .is_some_and(|chain| chain.is_certain() && chain.value == Value::Bool(false))
    };
    if !is_off("use_ipv4") || !is_off("use_ipv6") {
        return;
    }
    for set in context.lasting_assignments().filter(|set| &*set.host == "*") {
        if matches!(&*set.option, "use_ipv4" | "use_ipv6") {
            findings.add(set.name_span, "both IPv4 and IPv6 are switched off: nobody can connect");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn one_has_to_be_left() {
        check(
            "no-network",
            r"
use_ipv4 = false
^^^^^^^^ warning[no-network]: both IPv4 and IPv6 are switched off: nobody can connect
use_ipv6 = false
^^^^^^^^ warning[no-network]: both IPv4 and IPv6 are switched off: nobody can connect
",
        );
        check("no-network", "use_ipv4 = false\nuse_ipv6 = \"false\"\n");
    }
}
