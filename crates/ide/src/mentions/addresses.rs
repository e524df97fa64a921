//! Which options hold hosts, or addresses of users and rooms on them.

use crate::shape;

/// Options that are an address, or a list of addresses.
const ADDRESSES: &[&str] = &[
    "admins",
    "drop_chatstates_domains",
    "gateway_hosts",
    "isolate_except_domains",
    "keepalive_servers",
    "motd_jid",
    "muc_rtbl_jid",
    "onhold_jids",
    "parent_host",
    "registration_watchers",
    "report_affiliations_trusted_servers",
    "s2s_insecure_domains",
    "s2s_secure_domains",
    "server_status_show_hosts",
    "support_room",
    "unlimited_jids",
    "untrusted_fail_watchers",
    "untrusted_ignore_domains",
];

/// Whether a string at this path, the option first, is a host or an address on one.
pub(super) fn is_address(path: &[String]) -> bool {
    let Some((option, keys)) = path.split_first() else { return false };
    match (option.as_str(), keys) {
        // Each item is an address and a name for people.
        ("disco_items", [_, inner]) => inner == "1",
        ("disco_items", _) => false,
        ("default_bookmarks", [_, key]) => key == "jid",
        (option, [] | [_]) => ADDRESSES.contains(&option) || shape::names_host(path),
        _ => false,
    }
}
