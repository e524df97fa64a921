//! Modules that Prosody, or the community's collection, had before what is known here.

use crate::context::Context;

/// A module that is gone.
pub(crate) struct Former {
    /// Its name.
    pub(crate) name: &'static str,
    /// The release that no longer had it; `None` if it was one of the community's collection.
    pub(crate) removed: Option<&'static str>,
    /// The module to use instead.
    pub(crate) instead: Option<&'static str>,
}

const fn gone(name: &'static str, removed: &'static str, instead: Option<&'static str>) -> Former {
    Former { name, removed: Some(removed), instead }
}

const fn given_up(name: &'static str, instead: Option<&'static str>) -> Former {
    Former { name, removed: None, instead }
}

/// From the history of Prosody's source; `mam_muc` and `storage_sql2` were modules of the community that became part of
/// it under other names.
const FORMER: [Former; 10] = [
    gone("compression", "0.11", None),
    gone("console", "0.8", Some("admin_shell")),
    gone("httpserver", "0.9", Some("http_files")),
    gone("mam_muc", "0.11", Some("muc_mam")),
    gone("privacy", "0.11", Some("blocklist")),
    gone("selftests", "0.7", None),
    gone("storage_sql1", "0.11", Some("storage_sql")),
    gone("storage_sql2", "0.10", Some("storage_sql")),
    gone("xep0227", "0.10", Some("storage_xep0227")),
    gone("xmlrpc", "0.7", None),
];

/// From the history of the community's collection: modules that were renamed, that became part of others, or were given up.
/// What they needed is listed in the schema under their present names.
const GIVEN_UP: [Former; 30] = [
    given_up("adhoc_cmd_admin", Some("admin_adhoc")),
    given_up("adhoc_cmd_modules", Some("admin_adhoc")),
    given_up("adhoc_cmd_ping", Some("admin_adhoc")),
    given_up("adhoc_cmd_uptime", Some("admin_adhoc")),
    given_up("archive", Some("mam")),
    given_up("archive_muc", Some("muc_mam")),
    given_up("audit_register", Some("audit_user_accounts")),
    given_up("auth_external", Some("auth_external_insecure")),
    given_up("block_p2pft", Some("proxy65_whitelist")),
    given_up("c2s_auth_throttle", Some("c2s_conn_throttle")),
    given_up("candy", Some("conversejs")),
    given_up("cleanup_http", None),
    given_up("component_guard", Some("host_guard")),
    given_up("csi_pump", Some("csi_simple")),
    given_up("delay", None),
    given_up("last_offline", Some("lastlog")),
    given_up("mam_muc_sql", Some("muc_mam")),
    given_up("mam_sql", Some("mam")),
    given_up("muc_ping", None),
    given_up("muc_room_mention_notifications", Some("muc_mention_notifications")),
    given_up("muclogging", Some("muc_log")),
    given_up("profile", None),
    given_up("pubsub_feed", Some("pubsub_feeds")),
    given_up("pubsub_googlecode", None),
    given_up("register_url", Some("register_redirect")),
    given_up("regredirect", Some("register_redirect")),
    given_up("s2s_auth_dnssec_srv", Some("s2s_auth_dane")),
    given_up("s2s_blackwhitelist", Some("host_guard")),
    given_up("web_push", Some("cloud_notify")),
    given_up("xml_status", Some("server_status")),
];

/// What became of a module of this name, unless it is there after all: in the community's collection or beside the
/// configuration.
pub(crate) fn find(context: &Context<'_>, name: &str) -> Option<&'static Former> {
    let former = FORMER.iter().chain(&GIVEN_UP).find(|former| former.name == name)?;
    let is_there = context.schema.module(name).is_some() || context.tree.plugins.paths.find(name).is_some();
    (!is_there).then_some(former)
}

/// Whether there was a module of this name once and is no longer.
pub(crate) fn is(context: &Context<'_>, name: &str) -> bool {
    find(context, name).is_some()
}
