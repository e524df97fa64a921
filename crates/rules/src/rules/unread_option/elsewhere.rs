//! Options of one host that only modules of other hosts read.

use std::collections::BTreeSet;

use config::{Assignment, Host, HostKind};
use rustc_hash::FxHashMap;
use schema::{ModuleKind, OptionInfo, Reader, Scope};

use super::is_default;
use crate::context::{Context, Findings};
use crate::loaded::{self, PROVIDERS};
use crate::{Severity, Tag};

/// No more hosts than this are asked for one that loads the module.
const MOST_HOSTS: usize = 64;

/// The modules of the hosts that were asked. Hosts without a list of their own have the same.
pub(super) struct Loaded<'a> {
    context: Context<'a>,
    /// By name; those without a list of their own under none.
    known: FxHashMap<&'a str, Option<BTreeSet<String>>>,
    /// A host that loads a module, by the module.
    loading: FxHashMap<String, Option<&'a Host>>,
}

impl<'a> Loaded<'a> {
    pub(super) fn new(context: &Context<'a>) -> Self {
        Self { context: *context, known: FxHashMap::default(), loading: FxHashMap::default() }
    }

    /// The modules of a host; `None` if they can't be told.
    fn on(&mut self, host: &'a Host) -> Option<&BTreeSet<String>> {
        let has = |option: &str| host.chain(option).is_some();
        let has_own = host.kind != HostKind::VirtualHost
            || has("modules_enabled")
            || has("modules_disabled")
            || PROVIDERS.iter().any(|(option, _)| has(option));
        let Context { settings, schema, tree, .. } = self.context;
        let ask = || loaded::on_host(settings, schema, &tree.profile, &host.name);
        self.known.entry(if has_own { &host.name } else { "" }).or_insert_with(ask).as_ref()
    }

    /// One of the first hosts that load a module.
    fn loading(&mut self, module: &str) -> Option<&'a Host> {
        if let Some(known) = self.loading.get(module) {
            return *known;
        }
        let hosts = self.context.settings.hosts.iter().map(|host| &**host);
        let mut hosts = hosts
            .filter(|host| matches!(host.kind, HostKind::VirtualHost | HostKind::Component(_)))
            .take(MOST_HOSTS);
        let found = hosts.find(|host| self.on(host).is_some_and(|loaded| loaded.contains(module)));
        self.loading.insert(module.to_owned(), found);
        found
    }

    /// Tells of an option that modules of other hosts read, but none of this one.
    pub(super) fn look(&mut self, set: &'a Assignment, info: OptionInfo<'_>, findings: &mut Findings) {
        let settings = self.context.settings;
        let reads = |loaded: &BTreeSet<String>| {
            info.readers()
                .find(|reader| loaded.contains(&*reader.module.name))
                .map(|reader| reader.module.name.to_string())
        };
        let Some(own) = settings.host(&set.host).and_then(|host| self.on(host)) else { return };
        if reads(own).is_some() {
            return;
        }
        let Some(module) = reads(self.context.knowledge.loaded()) else { return };
        let host = self.loading(&module);
        let finding = findings.add(
            set.name_span,
            format!(
                "`{}` has no effect on {}: \"{module}\" reads it, which is not loaded there",
                set.option, set.host
            ),
        );
        finding.help = host.map(|host| format!("It is loaded on {}", host.name));
        finding.url = info.best().module.url.map(str::to_owned);
        finding.tag = Some(Tag::Unnecessary);
        finding.severity = Severity::Info;
    }
}

/// Whether a host's own option is meant for its own modules only: nothing that reads it serves several hosts, and all
/// that does is known.
pub(super) fn is_asked(context: &Context<'_>, set: &Assignment, info: OptionInfo<'_>) -> bool {
    let is_loaded = |reader: &Reader<'_>| {
        !reader.module.is_loadable() || context.knowledge.loaded().contains(&*reader.module.name)
    };
    &*set.host != "*"
        && context.schema.host_key(&set.option).is_none()
        && !context.is_used(&set.option)
        && info.readers().filter(is_loaded).all(|reader| {
            reader.module.is_loadable()
                && reader.module.is_core()
                && !reader.module.is(ModuleKind::Shared)
                && reader.facts.scope != Scope::Global
                && !is_default(&reader.module.name)
        })
}
