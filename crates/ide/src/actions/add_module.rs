//! `add-module`

use config::{How, Settings, Snapshot, SourceFile};
use schema::{Origin, Schema};

use super::items::Items;
use super::registry::declare_action;
use super::{Actions, Context};
use crate::Edit;
use crate::describe::lua_string;

declare_action! {
    /// Enables the module that an option is for.
    ///
    /// It is added to the list of modules that counts: that of the host, if it has one of its own, otherwise the global one, in
    /// whichever file that is.
    ///
    /// Before:
    /// ```lua
    /// modules_enabled = { "roster" }
    /// turn_exter$0nal_host = "turn.example.com"
    /// VirtualHost "example.com"
    /// ```
    /// After:
    /// ```lua
    /// modules_enabled = { "roster", "turn_external" }
    /// turn_external_host = "turn.example.com"
    /// VirtualHost "example.com"
    /// ```
    ADD_MODULE = "add-module", QuickFix, offer
}

fn offer(context: &Context<'_>, actions: &mut Actions<'_>) {
    let place = &context.place;
    let Some(settings) = place.settings() else { return };
    for finding in context.findings_of("unread-option") {
        let set = settings.in_file(place.file.id).find(|(_, set)| set.name_span == finding.span);
        let Some((_, set)) = set else { continue };
        for module in readers(place.schema, &set.option).into_iter().take(3) {
            let Some(edits) = enabling(place.snapshot, settings, &set.host, &module) else { continue };
            let action = actions.add_other(format!("Enable \"{module}\""), || edits.into());
            if let Some(action) = action {
                action.finding = Some(finding.clone());
            }
        }
    }
}

/// Prosody's own modules that read an option and can be enabled by a list.
pub(crate) fn readers(schema: Schema<'_>, option: &str) -> Vec<String> {
    let Some(info) = schema.option(option) else { return Vec::new() };
    let listed = |name: &str| !["auth_", "storage_", "authz_"].iter().any(|prefix| name.starts_with(prefix));
    let modules = info.readers().map(|reader| reader.module);
    let usable = modules.filter(|module| {
        module.is_loadable()
            && module.origin != Origin::Community
            && listed(&module.name)
            && !module.is(schema::ModuleKind::ComponentOnly)
    });
    let mut names: Vec<String> = usable.map(|module| module.name.to_string()).collect();
    names.dedup();
    names
}

/// The edits that enable a module on a host; `None` if no list can be told that counts.
pub(crate) fn enabling(
    snapshot: &Snapshot,
    settings: &Settings,
    host: &str,
    module: &str,
) -> Option<Vec<Edit>> {
    let own = settings.host(host).filter(|host| host.chain("modules_enabled").is_some());
    let owner = own.or_else(|| settings.host("*"))?;
    let chain = owner.chain("modules_enabled").filter(|chain| chain.is_certain())?;
    let list = settings.assignment(chain.last()?)?;
    let is_list = matches!(list.how, How::Assign | How::Append | How::HostTable);
    let file: &SourceFile = snapshot.file(list.file).filter(|_| is_list)?;
    let items = Items::at(file, list.value_span)?;
    // A list of something else than names is not one to add to.
    let all_names = items.fields.iter().all(|field| field.value.as_str().is_some());
    all_names.then(|| items.adding(&[lua_string(module)]))
}
