//! Tape archives in the format of POSIX (ustar): files and folders that belong to root, without dates.

use std::collections::BTreeSet;

const BLOCK: usize = 512;

/// An archive that grows.
pub(super) struct Tar {
    bytes: Vec<u8>,
    folders: BTreeSet<String>,
}

impl Tar {
    pub(super) fn new() -> Self {
        Self { bytes: Vec::new(), folders: BTreeSet::new() }
    }

    /// Adds a file with the folders that it lies in.
    pub(super) fn file(&mut self, path: &str, content: &[u8], mode: u32) -> Result<(), String> {
        for (at, _) in path.match_indices('/') {
            let folder = path.get(..=at).unwrap_or_default();
            if folder != "./" && self.folders.insert(folder.to_owned()) {
                self.header(folder, 0, 0o755, b'5')?;
            }
        }
        self.header(path, content.len(), mode, b'0')?;
        self.bytes.extend_from_slice(content);
        self.bytes.resize(self.bytes.len().next_multiple_of(BLOCK), 0);
        Ok(())
    }

    /// The finished archive.
    pub(super) fn end(mut self) -> Vec<u8> {
        self.bytes.resize(self.bytes.len() + 2 * BLOCK, 0);
        self.bytes
    }

    fn header(&mut self, path: &str, size: usize, mode: u32, kind: u8) -> Result<(), String> {
        if path.len() > 100 {
            return Err(format!("{path}: longer than 100 bytes"));
        }
        let mut header = Vec::with_capacity(BLOCK);
        let field = |header: &mut Vec<u8>, text: &str, end: usize| {
            header.extend_from_slice(text.as_bytes());
            header.resize(end, 0);
        };
        field(&mut header, path, 100);
        field(&mut header, &format!("{mode:07o}"), 108);
        field(&mut header, &format!("{:07o}", 0), 116);
        field(&mut header, &format!("{:07o}", 0), 124);
        field(&mut header, &format!("{size:011o}"), 136);
        field(&mut header, &format!("{:011o}", 0), 148);
        // The sum is made with blanks in its own place.
        let sum_at = header.len();
        field(&mut header, "        ", 156);
        header.push(kind);
        field(&mut header, "", 257);
        field(&mut header, "ustar", 263);
        field(&mut header, "00root", 297);
        field(&mut header, "root", 329);
        field(&mut header, "", BLOCK);
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header.splice(sum_at..sum_at + 8, format!("{sum:06o}\0 ").into_bytes());
        self.bytes.extend_from_slice(&header);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::Tar;

    #[test]
    fn tar_itself_unpacks_it() {
        let mut tar = Tar::new();
        tar.file("a/b/c.sh", b"#!/bin/sh\necho hello\n", 0o755).unwrap();
        tar.file("a/d", &[b'x'; 1000], 0o644).unwrap();
        assert!(tar.file(&"long/".repeat(30), b"", 0o644).is_err());
        let folder = std::env::temp_dir().join(format!("prosody-ls-tar-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("x.tar"), tar.end()).unwrap();
        let status = Command::new("tar").args(["-xf", "x.tar"]).current_dir(&folder).status().unwrap();
        assert!(status.success());
        let ran = Command::new(folder.join("a/b/c.sh")).output().unwrap();
        assert_eq!(ran.stdout, b"hello\n");
        assert_eq!(std::fs::read(folder.join("a/d")).unwrap().len(), 1000);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
