//! Places in any files: those of the configuration, and others beside it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ide::Location;
use rustc_hash::FxHashMap;
use syntax::{LineIndex, Span};
use tower_lsp_server::ls_types as lsp;

use super::range;
use super::range::range_in;
use crate::view::View;

/// Larger files are read by no editor feature.
const MAX_SIZE: u64 = 4 << 20;

/// The text of a file with its lines.
type Outside = (Arc<[u8]>, LineIndex);

/// Makes ranges of spans, and reads each file that the snapshot does not have only once.
pub(crate) struct Ranges<'v> {
    view: &'v View,
    outside: FxHashMap<PathBuf, Option<Outside>>,
}

impl<'v> Ranges<'v> {
    pub(crate) fn new(view: &'v View) -> Self {
        Self { view, outside: FxHashMap::default() }
    }

    /// The range of a span in a file; `None` if the file can't be read.
    pub(crate) fn range(&mut self, path: &Path, span: Span) -> Option<lsp::Range> {
        let encoding = self.view.features.encoding;
        let analysis = &self.view.analysis;
        if let Some(file) = analysis.file_id(path).and_then(|id| analysis.file(id)) {
            return Some(range(file, span, encoding));
        }
        let read = self.outside.entry(path.to_owned()).or_insert_with(|| {
            let is_small = std::fs::metadata(path).is_ok_and(|file| file.len() <= MAX_SIZE);
            let text = is_small.then(|| std::fs::read(path).ok())??;
            let lines = LineIndex::new(&text);
            Some((text.into(), lines))
        });
        let (text, lines) = read.as_ref()?;
        Some(range_in(lines, text, span, encoding))
    }
}

/// Places; those that can't be named are left out.
pub(crate) fn locations(view: &View, places: &[Location]) -> Vec<lsp::Location> {
    let mut ranges = Ranges::new(view);
    let location = |place: &Location| {
        Some(lsp::Location::new(view.uri(&place.path)?, ranges.range(&place.path, place.span)?))
    };
    places.iter().filter_map(location).collect()
}
