//! `weak-tls`

use config::{Entry, Value};

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::{list, show};

declare_rule! {
    /// Finds settings of TLS that allow encryption which can be broken, or none.
    ///
    /// Prosody's own settings are safe and follow the times; most lines about protocols and ciphers in old guides are worse
    /// than none. From 0.12 on `tls_profile` chooses among sets of settings that Mozilla recommends.
    ///
    /// Bad:
    /// ```lua
    /// ssl = { protocol = "tlsv1" }
    /// ```
    /// Good:
    /// ```lua
    /// tls_profile = "intermediate"
    /// ```
    WEAK_TLS = "weak-tls", Warning, check
}

/// Protocols that are broken; Prosody's own default is `tlsv1+`, of which it switches the old ones off.
const PROTOCOLS: [&str; 6] = ["sslv2", "sslv2+", "sslv3", "sslv3+", "tlsv1", "tlsv1_1"];

/// What ciphers are called that can be broken, encrypt nothing, or with somebody unknown.
const CIPHERS: [&str; 9] = ["ADH", "AECDH", "EXP", "EXPORT", "LOW", "MD5", "NULL", "RC4", "aNULL"];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.lasting_anywhere() {
        let set = assigned.set;
        if &*set.option != "ssl" && !set.option.ends_with("_ssl") {
            continue;
        }
        let own = assigned.own_value();
        let Some(table) = own.as_table() else { continue };
        if let Some(entry) = table.get("protocol")
            && let Some(protocol) = entry.value.as_str()
            && PROTOCOLS.contains(&protocol)
        {
            let finding = findings.add(
                context.entry_span(set, entry),
                format!("{} allows a protocol that is broken", show::value(&entry.value)),
            );
            finding.help = Some("Leave it out, or write `protocol = \"tlsv1_2+\"`".to_owned());
            finding.url = Some("https://prosody.im/doc/advanced_ssl_config".to_owned());
        }
        let Some(entry) = table.get("ciphers") else { continue };
        if let Some(weak) = weak_cipher(entry) {
            let finding = findings.add(
                context.entry_span(set, entry),
                format!("`{weak}` allows ciphers that are no protection"),
            );
            finding.help = Some("Leave `ciphers` to Prosody, or choose a `tls_profile`".to_owned());
            finding.url = Some("https://prosody.im/doc/advanced_ssl_config".to_owned());
        }
    }
}

/// The first part of a list of ciphers that lets weak ones in.
fn weak_cipher(entry: &Entry) -> Option<String> {
    let names: Vec<String> = match &entry.value {
        Value::Str(_) => {
            entry.value.as_str()?.split([':', ',', ' ']).map(|name| name.trim().to_owned()).collect()
        }
        value => {
            list::items(value)?.iter().filter_map(|item| item.value.as_str().map(str::to_owned)).collect()
        }
    };
    // Nothing is too weak for OpenSSL at this level.
    if let Some(name) = names.iter().find(|name| name.to_ascii_uppercase().ends_with("@SECLEVEL=0")) {
        return Some(name.clone());
    }
    // `!RC4` takes them away for good, wherever it stands.
    let is_banned = |cipher: &str| names.iter().any(|name| name.strip_prefix('!') == Some(cipher));
    names.iter().find_map(|name| {
        let is_let_in = !name.starts_with(['!', '-', '@']);
        let parts = || name.trim_start_matches('+').split(['-', '+']);
        let weak = CIPHERS.iter().find(|cipher| parts().any(|part| part == **cipher))?;
        (is_let_in && !name.starts_with('+') && !is_banned(weak)).then(|| name.clone())
    })
}

#[cfg(test)]
mod tests {
    use crate::tests_support::{check, merging};

    #[test]
    fn what_a_loader_merges_is_told_where_it_is_written() {
        check(
            "weak-tls",
            &merging(
                r#"
ssl = { protocol = "sslv3" }
                   ^^^^^^^ warning[weak-tls]: "sslv3" allows a protocol that is broken
"#,
                r#"
ssl = { dhparam = "certs/dh.pem" }
"#,
            ),
        );
    }

    #[test]
    fn protocols_and_ciphers() {
        check(
            "weak-tls",
            r#"
ssl = {
    protocol = "sslv3+",
               ^^^^^^^^ warning[weak-tls]: "sslv3+" allows a protocol that is broken
    ciphers = "HIGH:RC4-SHA:!aNULL",
              ^^^^^^^^^^^^^^^^^^^^^ warning[weak-tls]: `RC4-SHA` allows ciphers that are no protection
}
c2s_ssl = { protocol = "tlsv1_2+", ciphers = "HIGH+kEDH:!MD5:-RC4:!NULL@STRENGTH" }
s2s_ssl = { protocol = "tlsv1+", ciphers = { "HIGH", "!aNULL" } }
https_ssl = { ciphers = "DEFAULT:@SECLEVEL=0" }
                        ^^^^^^^^^^^^^^^^^^^^^ warning[weak-tls]: `@SECLEVEL=0` allows ciphers that are no protection
legacy_ssl_ssl = { ciphers = "DEFAULT@SECLEVEL=2" }
"#,
        );
    }
}
