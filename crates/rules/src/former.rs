//! Modules that Prosody had before the oldest release that is known here.

use crate::context::Context;

/// A module that is gone.
pub(crate) struct Former {
    /// Its name.
    pub(crate) name: &'static str,
    /// The release that no longer had it.
    pub(crate) removed: &'static str,
    /// The module to use instead.
    pub(crate) instead: Option<&'static str>,
}

const fn gone(name: &'static str, removed: &'static str, instead: Option<&'static str>) -> Former {
    Former { name, removed, instead }
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

/// What became of a module of this name, unless it is there after all: in the community's collection or beside the
/// configuration.
pub(crate) fn find(context: &Context<'_>, name: &str) -> Option<&'static Former> {
    let former = FORMER.iter().find(|former| former.name == name)?;
    let is_there = context.schema.module(name).is_some() || context.tree.plugins.paths.find(name).is_some();
    (!is_there).then_some(former)
}

/// Whether there was a module of this name once and is no longer.
pub(crate) fn is(context: &Context<'_>, name: &str) -> bool {
    find(context, name).is_some()
}
