//! `out-of-range`

use crate::accessor::Verdict;
use crate::context::{Context, Findings, Judged};
use crate::registry::declare_rule;
use crate::show;

declare_rule! {
    /// Finds numbers and periods that Prosody cuts to a limit.
    ///
    /// From 13.0 on Prosody replaces a number that is too small or too large by the limit, with a warning in its log.
    /// Older releases take any number.
    ///
    /// Bad:
    /// ```lua
    /// modules_enabled = { "smacks" }
    /// smacks_max_queue_size = -5
    /// ```
    /// Good:
    /// ```lua
    /// modules_enabled = { "smacks" }
    /// smacks_max_queue_size = 500
    /// ```
    OUT_OF_RANGE = "out-of-range", Warning, check
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for Judged { set, option, verdict } in context.judged() {
        let (Some(info), Verdict::OutOfRange { limit, below }) = (option, verdict) else { continue };
        let (most, limit) = (if *below { "at least" } else { "at most" }, show::number(*limit));
        let message = format!(
            "`{}` has to be {most} {limit}: Prosody uses {limit} instead of {}",
            set.option,
            show::value(&set.value)
        );
        findings.add(context.value_span(set), message).url = info.best().module.url.map(str::to_owned);
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn limits_of_private_modules_count() {
        check(
            "out-of-range",
            r#"
//- prosody.cfg.lua
ours_loud = 11
            ^^ warning[out-of-range]: `ours_loud` has to be at most 10: Prosody uses 10 instead of 11
ours_wait = 5
            ^ warning[out-of-range]: `ours_wait` has to be at least 60: Prosody uses 60 instead of 5
//- mod_ours.lua
local loud = module:get_option_integer("ours_loud", 3, 1, 10)
local wait = module:get_option_period("ours_wait", "1 day", "1 minute")
"#,
        );
    }
}
