//! Renames that begin outside of the configuration: where a module of the user's own reads an option, and where a file
//! sets an environment variable.

use std::path::Path;
use std::sync::Arc;

use config::{Snapshot, SourceFile, Tree, TreeRole};
use syntax::Span;

use crate::mentions::Thing;
use crate::place::Place;
use crate::{Position, module_source};

/// What stands in a file beside the configuration.
pub(super) struct Elsewhere<'a> {
    /// The option or the environment variable.
    pub(super) thing: Thing,
    /// The bytes of its name.
    pub(super) span: Span,
    /// A place in each configuration that knows it.
    pub(super) places: Vec<Place<'a>>,
}

/// Whether things in a file may be renamed though it is no configuration: the source of a module, or a file that sets
/// environment variables.
pub(super) fn concerns(snapshot: &Snapshot, path: &Path) -> bool {
    config::is_module_source(path) || snapshot.surroundings().environments().iter().any(|it| it.path == path)
}

/// What stands at a place of such a file, if it has a name that is the user's own.
///
/// # Errors
/// Says why what is known of the file can't be trusted, or that no configuration knows the thing.
pub(super) fn at<'a>(
    snapshot: &'a Snapshot,
    file: &SourceFile,
    offset: u32,
) -> Result<Option<Elsewhere<'a>>, String> {
    if config::is_module_source(&file.path) {
        let Some((name, span)) = module_source::read_at(&file.text, offset) else { return Ok(None) };
        let is_library = config::is_library(&file.path);
        let reads = |tree: &&Arc<Tree>| {
            module_source::private_readers(tree.schema(), &name).iter().any(|module| {
                module.file == file.path || is_library && module.file.parent() == file.path.parent()
            })
        };
        let places = places(snapshot, reads);
        if places.is_empty() {
            return Err(format!("No configuration here has this module, or it does not read `{name}`"));
        }
        return Ok(Some(Elsewhere { thing: Thing::Option(name.into()), span, places }));
    }
    let environments = snapshot.surroundings().environments().iter().filter(|it| it.path == file.path);
    let variable = environments
        .flat_map(|environment| &environment.variables)
        .find(|variable| !variable.name_span.is_empty() && variable.name_span.touches(offset));
    let Some(variable) = variable else { return Ok(None) };
    if variable.name_span.slice(&file.text) != variable.name.as_bytes() {
        return Err("The file has changes that are not saved: save it first".to_owned());
    }
    let is_read = |tree: &&Arc<Tree>| snapshot.env_reads(tree).iter().any(|read| read.name == variable.name);
    let places = places(snapshot, is_read);
    if places.is_empty() {
        return Err(format!("No configuration here reads `{}`", variable.name));
    }
    let (thing, span) = (Thing::Environment(variable.name.as_str().into()), variable.name_span);
    Ok(Some(Elsewhere { thing, span, places }))
}

/// The beginnings of the configurations that know something: of whole ones, or of single files if there are no others.
fn places(snapshot: &Snapshot, knows: impl Fn(&&Arc<Tree>) -> bool) -> Vec<Place<'_>> {
    let (whole, single): (Vec<&Arc<Tree>>, Vec<&Arc<Tree>>) =
        snapshot.trees().filter(knows).partition(|tree| tree.role != TreeRole::Fragment);
    let trees = if whole.is_empty() { single } else { whole };
    trees.iter().filter_map(|tree| Place::new(snapshot, Position { file: tree.entry, offset: 0 })).collect()
}
