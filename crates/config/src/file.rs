//! One file of the workspace: its bytes, its lines, its tree.

use std::path::PathBuf;
use std::sync::Arc;

use syntax::{LineIndex, LuaLines};

use crate::parsed::LazyParse;

/// A file known to a [`Workspace`](crate::Workspace); stable for the workspace's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub(crate) u32);

/// A file's content, read once.
#[derive(Debug)]
pub struct SourceFile {
    /// Which file this is.
    pub id: FileId,
    /// Where it is on this machine, absolute; a document that was never saved has a relative pseudo path.
    pub path: PathBuf,
    /// The bytes: the editor's unsaved text if there is one, otherwise the disk's.
    pub text: Arc<[u8]>,
    /// The editor's version of the text; `None` if it comes from the disk.
    pub version: Option<i32>,
    /// Where its lines begin, as editors count.
    pub lines: LineIndex,
    /// Its tree and its syntax errors, made when somebody asks for them.
    pub parse: LazyParse,
    /// Where its lines begin, as Lua counts, if that is elsewhere: only `\r` makes a difference.
    lua_lines: Option<LuaLines>,
}

impl SourceFile {
    /// A file with this text.
    pub(crate) fn new(id: FileId, path: PathBuf, text: Arc<[u8]>, version: Option<i32>) -> Self {
        let lines = LineIndex::new(&text);
        let lua_lines = memchr::memchr(b'\r', &text).map(|_| LuaLines::new(&text));
        let parse = LazyParse::new(Arc::clone(&text), version.is_some());
        Self { id, path, text, version, lines, parse, lua_lines }
    }

    /// The file for whoever looks at many: itself if its tree stays anyway, otherwise a copy whose tree goes with it.
    pub fn passing(self: &Arc<Self>) -> Arc<Self> {
        if self.parse.is_kept() {
            return Arc::clone(self);
        }
        Arc::new(Self {
            id: self.id,
            path: self.path.clone(),
            text: Arc::clone(&self.text),
            version: self.version,
            lines: self.lines.clone(),
            parse: LazyParse::new(Arc::clone(&self.text), false),
            lua_lines: self.lua_lines.clone(),
        })
    }

    /// The line, from 1, of a byte offset, as Lua counts.
    pub fn lua_line(&self, offset: u32) -> u32 {
        self.lua_lines.as_ref().map_or_else(|| self.lines.line_of(offset) + 1, |lines| lines.line_of(offset))
    }
}
