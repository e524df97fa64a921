//! `forgotten-unit`

use config::Value;

use crate::context::{Context, Findings};
use crate::registry::declare_rule;
use crate::show;

declare_rule! {
    /// Finds numbers so small that a unit was most likely forgotten.
    ///
    /// Numbers are seconds and bytes: `archive_expires_after = 30` throws messages away after half a minute, and with
    /// `http_file_share_size_limit = 16` hardly a file can be uploaded.
    ///
    /// Bad:
    /// ```lua
    /// archive_expires_after = 30
    /// ```
    /// Good:
    /// ```lua
    /// archive_expires_after = "30 days"
    /// ```
    FORGOTTEN_UNIT = "forgotten-unit", Info, check
}

/// Times that people count in days, in seconds.
const TIMES: [&str; 3] = ["archive_expires_after", "http_file_share_expires_after", "muc_log_expires_after"];

/// Sizes that people count in larger units, in bytes.
const SIZES: [&str; 4] = [
    "http_file_share_daily_quota",
    "http_file_share_global_quota",
    "http_file_share_size_limit",
    "http_upload_file_size_limit",
];

/// Whoever means less than a year in days writes no larger number.
const MOST_DAYS: i64 = 366;

/// No file of use is smaller.
const FEWEST_BYTES: i64 = 1024;

fn check(context: &Context<'_>, findings: &mut Findings) {
    for assigned in context.lasting_anywhere() {
        let set = assigned.set;
        let Value::Int(number) = set.value else { continue };
        let option = &*set.option;
        let (unit, help) = if TIMES.contains(&option) && (1..=MOST_DAYS).contains(&number) {
            (
                "seconds",
                format!("Write \"{number} days\" or the like, or {number} * 24 * 60 * 60 for older releases"),
            )
        } else if SIZES.contains(&option) && (1..FEWEST_BYTES).contains(&number) {
            ("bytes", format!("Write {number} * 1024 * 1024 for megabytes"))
        } else {
            continue;
        };
        let finding = findings.add(
            context.value_span(set),
            format!("`{option}` counts {unit}: {} are hardly meant", show::value(&set.value)),
        );
        finding.help = Some(help);
        finding.url =
            context.schema.option(option).and_then(|info| info.best().module.url).map(str::to_owned);
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn seconds_and_bytes() {
        check(
            "forgotten-unit",
            r#"
archive_expires_after = 30
                        ^^ info[forgotten-unit]: `archive_expires_after` counts seconds: 30 are hardly meant
Component "share.example.com" "http_file_share"
http_file_share_size_limit = 16
                             ^^ info[forgotten-unit]: `http_file_share_size_limit` counts bytes: 16 are hardly meant
http_file_share_daily_quota = 100 * 1024 * 1024
http_file_share_expires_after = 7 * 24 * 60 * 60
muc_log_expires_after = 0
"#,
        );
        check("forgotten-unit", "archive_expires_after = \"30 days\"\n");
    }
}
