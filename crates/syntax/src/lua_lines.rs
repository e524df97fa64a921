//! Lines as Lua counts them.

/// Where Lua's lines begin: `\n`, `\r`, `\r\n` and `\n\r` each end one.
///
/// Editors count `\n\r` as two line ends: for their lines see [`LineIndex`](crate::LineIndex).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LuaLines {
    starts: Vec<u32>,
}

impl LuaLines {
    /// The lines of `text`.
    pub fn new(text: &[u8]) -> Self {
        let mut starts = vec![0];
        let mut bytes = text.iter().copied().enumerate().peekable();
        while let Some((at, byte)) = bytes.next() {
            if matches!(byte, b'\n' | b'\r') {
                let pair = bytes.next_if(|&(_, next)| next != byte && matches!(next, b'\n' | b'\r'));
                starts.push((pair.map_or(at, |(second, _)| second) + 1) as u32);
            }
        }
        starts.shrink_to_fit();
        Self { starts }
    }

    /// The line of a byte offset, from 1.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset).max(1) as u32
    }
}
