//! Words in `ssl` that the TLS library knows: with an unknown one no connection can be encrypted.

use config::Value;
use schema::Key;
use syntax::Span;

use crate::context::Findings;
use crate::show;
use crate::template::is_unfilled;

/// `SSL_OP_...` in any version of `OpenSSL`, in small letters; from `options.c` of `LuaSec`.
const OPTIONS: [&str; 56] = [
    "all",
    "allow_no_dhe_kex",
    "allow_unsafe_legacy_renegotiation",
    "cipher_server_preference",
    "cisco_anyconnect",
    "cleanse_plaintext",
    "cookie_exchange",
    "cryptopro_tlsext_bug",
    "disable_tlsext_ca_names",
    "dont_insert_empty_fragments",
    "enable_ktls",
    "enable_middlebox_compat",
    "ephemeral_rsa",
    "ignore_unexpected_eof",
    "legacy_server_connect",
    "microsoft_big_sslv3_buffer",
    "microsoft_sess_id_bug",
    "msie_sslv2_rsa_padding",
    "netscape_ca_dn_bug",
    "netscape_challenge_bug",
    "netscape_demo_cipher_change_bug",
    "netscape_reuse_cipher_change_bug",
    "no_anti_replay",
    "no_compression",
    "no_dtls_mask",
    "no_dtlsv1",
    "no_dtlsv1_2",
    "no_encrypt_then_mac",
    "no_extended_master_secret",
    "no_query_mtu",
    "no_renegotiation",
    "no_resumption_on_renegotiation",
    "no_session_resumption_on_renegotiation",
    "no_ssl_mask",
    "no_sslv2",
    "no_sslv3",
    "no_ticket",
    "no_tlsv1",
    "no_tlsv1_1",
    "no_tlsv1_2",
    "no_tlsv1_3",
    "pkcs1_check_1",
    "pkcs1_check_2",
    "prefer_no_dhe_kex",
    "prioritize_chacha",
    "priority_chacha",
    "safari_ecdhe_ecdsa_bug",
    "single_dh_use",
    "single_ecdh_use",
    "ssleay_080_client_dh_bug",
    "sslref2_reuse_cert_type_bug",
    "tls_block_padding_bug",
    "tls_d5_bug",
    "tls_rollback_bug",
    "tlsext_padding",
    "tlsext_padding_super",
];

const VERIFY: [&str; 4] = ["client_once", "fail_if_no_peer_cert", "none", "peer"];

const VERIFY_EXT: [&str; 4] = ["crl_check", "crl_check_chain", "lsec_continue", "lsec_ignore_purpose"];

/// The words that may stand at a path of keys.
pub(super) fn words(path: &[&str]) -> Option<&'static [&'static str]> {
    let ([option, list] | [option, list, _]) = path else { return None };
    if *option != "ssl" && !option.ends_with("_ssl") {
        return None;
    }
    match *list {
        "options" => Some(&OPTIONS),
        "verify" => Some(&VERIFY),
        "verifyext" => Some(&VERIFY_EXT),
        _ => None,
    }
}

/// Tells of a word that is none of them: a string, or a name with `true`.
pub(super) fn report(findings: &mut Findings, span: Span, path: &[&str], value: &Value, words: &[&str]) {
    let word = match (path, value) {
        ([_, _] | [_, _, Key::ITEM], value) => value.as_str(),
        ([_, _, name], Value::Bool(true)) => Some(*name),
        _ => None,
    };
    let Some(word) = word.filter(|word| !words.contains(word) && !is_unfilled(word)) else { return };
    let list = path.iter().take(2).copied().collect::<Vec<_>>().join(".");
    let message =
        format!("{} is not a value of `{list}`: no connection can be encrypted", show::string(word));
    let finding = findings.add(span, message);
    let near = words.iter().filter(|known| strsim::osa_distance(known, word) <= 2);
    let near: Vec<String> = near.take(4).map(|word| format!("\"{word}\"")).collect();
    finding.help = if words.len() <= 4 {
        let all: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        Some(format!("There are {}", show::list(&all, "and")))
    } else if near.is_empty() {
        None
    } else {
        Some(format!("Did you mean {}?", show::list(&near, "or")))
    };
}
