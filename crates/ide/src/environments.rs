//! Where files beside the configuration set environment variables: `.env`, compose files and Kubernetes manifests.

use config::{Snapshot, Variable};
use syntax::Span;

use crate::Location;

/// The places that set a variable, each its name.
pub(crate) fn settings_of(snapshot: &Snapshot, name: &str) -> Vec<Location> {
    let mut found = Vec::new();
    for environment in snapshot.surroundings().environments() {
        let named = environment.variables.iter().filter(|variable| variable.name == name);
        // What an `env_file` says stands elsewhere.
        for Variable { name_span, .. } in named.filter(|variable| variable.name_span != Span::default()) {
            let location = Location { path: environment.path.clone(), span: *name_span };
            if !found.contains(&location) {
                found.push(location);
            }
        }
    }
    found
}
