//! `layers-out-of-order`

use config::{Fate, FileId, Layout};

use crate::context::{Context, Findings};
use crate::registry::declare_rule;

declare_rule! {
    /// Finds options of a layer that is meant to have the last word, and has not.
    ///
    /// Layers are loaded from the general to the particular: environments and policies come after features, so that they
    /// can override them. If the entry file loads them the other way round the exception loses against the rule.
    ///
    /// `layers` in `prosody-ls.toml` says which order is meant, if it is not the usual one.
    ///
    /// Bad:
    /// ```lua
    /// -- environments/production.cfg.lua
    /// storage = "sql"
    /// -- features/storage.cfg.lua
    /// storage = "internal"
    /// -- prosody.cfg.lua
    /// Include "environments/production.cfg.lua"
    /// Include "features/storage.cfg.lua"
    /// ```
    /// Good:
    /// ```lua
    /// -- environments/production.cfg.lua
    /// storage = "sql"
    /// -- features/storage.cfg.lua
    /// storage = "internal"
    /// -- prosody.cfg.lua
    /// Include "features/storage.cfg.lua"
    /// Include "environments/production.cfg.lua"
    /// ```
    LAYERS_OUT_OF_ORDER = "layers-out-of-order", Warning, check
}

/// Layouts with a documented order.
const LAYOUTS: [Layout; 4] = [Layout::Hybrid, Layout::Stack, Layout::Clients, Layout::Xeps];

/// Whether this rule tells of an assignment of the file that is replaced by one of another value in `winner`.
pub(super) fn tells_of(context: &Context<'_>, winner: config::FileId) -> bool {
    let layers = (layer(context, context.file.id), layer(context, winner));
    matches!(layers, (Some(own), Some(other)) if comes_before(context, &other, &own))
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(own) = layer(context, context.file.id) else { return };
    if !context.is_complete() {
        return;
    }
    for assigned in context.assigned() {
        let set = assigned.set;
        let Fate::OverriddenBy(winner) = assigned.fate else { continue };
        let Some(winner) = context.settings.assignment(winner).filter(|winner| winner.file != set.file)
        else {
            continue;
        };
        let Some(other) = layer(context, winner.file) else { continue };
        if !comes_before(context, &other, &own) || winner.value.same_content(&set.value) {
            continue;
        }
        let finding = findings.add(
            set.name_span,
            format!(
                "`{}` is replaced by {}: the layer {other} is loaded after {own}",
                set.option,
                context.path_of(winner.file)
            ),
        );
        finding.help = Some(format!("Load {other} before {own} in the entry file"));
        finding.notes.push(context.note(winner, "the value that wins"));
    }
}

/// The directory beside the entry file that a file lies in.
fn layer(context: &Context<'_>, file: FileId) -> Option<String> {
    let path = context.path_of(file);
    path.split_once('/').map(|(first, _)| first.to_owned()).filter(|first| !first.is_empty())
}

/// Whether a layer is meant to be loaded before another one.
fn comes_before(context: &Context<'_>, first: &str, second: &str) -> bool {
    let is_ordered = |order: &[&str]| {
        let at = |name: &str| order.iter().position(|layer| *layer == name);
        matches!((at(first), at(second)), (Some(first), Some(second)) if first < second)
    };
    let said: Vec<&str> =
        context.tree.project.iter().flat_map(|project| &project.layers).map(String::as_str).collect();
    if !said.is_empty() {
        return is_ordered(&said);
    }
    LAYOUTS.iter().any(|layout| is_ordered(layout.usual_order()))
}

#[cfg(test)]
mod tests {
    use crate::tests_support::check;

    #[test]
    fn the_exception_has_the_last_word() {
        check(
            "layers-out-of-order",
            r#"
//- prosody.cfg.lua
Include "policies/strict.cfg.lua"
Include "core/base.cfg.lua"
Include "features/more.cfg.lua"
//- policies/strict.cfg.lua
c2s_require_encryption = true
^^^^^^^^^^^^^^^^^^^^^^ warning[layers-out-of-order]: `c2s_require_encryption` is replaced by core/base.cfg.lua: the layer core is loaded after policies
storage = "sql"
//- core/base.cfg.lua
c2s_require_encryption = false
storage = "sql"
log = "info"
//- features/more.cfg.lua
log = "debug"
"#,
        );
    }

    #[test]
    fn a_project_may_have_an_order_of_its_own() {
        check(
            "layers-out-of-order",
            r#"
//- prosody-ls.toml
layers = ["policies", "core"]
//- prosody.cfg.lua
Include "policies/strict.cfg.lua"
Include "core/base.cfg.lua"
//- policies/strict.cfg.lua
c2s_require_encryption = true
//- core/base.cfg.lua
c2s_require_encryption = false
"#,
        );
    }
}
