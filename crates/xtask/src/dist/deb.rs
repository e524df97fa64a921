//! The Debian package: three members in an archive of `ar`, as deb(5) describes it.

use std::fs;
use std::path::Path;

use super::{Extras, NAME, VERSION, gzip, tar::Tar};
use crate::schemas::Failure;

/// Writes it.
pub(super) fn write(program: &Path, target: &str, extras: &Extras, out: &Path) -> Result<(), Failure> {
    let arch =
        architecture(target).ok_or_else(|| format!("{target}: Debian has no name for this processor"))?;
    let files = files(program, extras)?;
    let mut data = Tar::new();
    for (path, content, mode) in &files {
        data.file(&format!("./{path}"), content, *mode)?;
    }
    let size: usize = files.iter().map(|(_, content, _)| content.len().div_ceil(1024)).sum();
    let mut control = Tar::new();
    control.file("./control", self::control(arch, target, size).as_bytes(), 0o644)?;
    let package = ar(&[
        ("debian-binary", b"2.0\n".to_vec()),
        ("control.tar.gz", gzip(&control.end())?),
        ("data.tar.gz", gzip(&data.end())?),
    ]);
    fs::write(out.join(format!("{NAME}_{VERSION}_{arch}.deb")), package)?;
    Ok(())
}

fn architecture(target: &str) -> Option<&'static str> {
    match target.split('-').next()? {
        "x86_64" => Some("amd64"),
        "aarch64" => Some("arm64"),
        "armv7" => Some("armhf"),
        "i686" => Some("i386"),
        "riscv64gc" => Some("riscv64"),
        _ => None,
    }
}

/// Paths, contents and modes of what is installed, in the order of their paths.
fn files(program: &Path, extras: &Extras) -> Result<Vec<(String, Vec<u8>, u32)>, Failure> {
    let doc = |name: &str| format!("usr/share/doc/{NAME}/{name}");
    let copyright = format!(
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: {NAME}\n\
         Source: {}\n\nFiles: *\nCopyright: 2026 The prosody-ls developers\nLicense: MIT or Apache-2.0\n\n\
         License: Apache-2.0\n On Debian systems, its text is in /usr/share/common-licenses/Apache-2.0.\n\n\
         License: MIT\n{}",
        env!("CARGO_PKG_REPOSITORY"),
        indented(&fs::read_to_string("LICENSE-MIT")?)
    );
    let mut files = vec![
        (format!("usr/bin/{NAME}"), fs::read(program)?, 0o755),
        (format!("usr/share/bash-completion/completions/{NAME}"), extras.completion("bash"), 0o644),
        (format!("usr/share/zsh/vendor-completions/_{NAME}"), extras.completion("zsh"), 0o644),
        (format!("usr/share/fish/vendor_completions.d/{NAME}.fish"), extras.completion("fish"), 0o644),
        (doc("copyright"), copyright.into_bytes(), 0o644),
        (doc("changelog.gz"), gzip(&fs::read("CHANGELOG.md")?)?, 0o644),
    ];
    for (name, page) in &extras.pages {
        files.push((format!("usr/share/man/man1/{name}.gz"), gzip(page)?, 0o644));
    }
    files.sort();
    Ok(files)
}

/// A text in a field of several lines: a blank before each, a dot on empty ones.
fn indented(text: &str) -> String {
    let lines =
        text.lines().map(|line| if line.is_empty() { " .\n".to_owned() } else { format!(" {line}\n") });
    lines.collect::<Vec<_>>().concat()
}

fn control(arch: &str, target: &str, kibibytes: usize) -> String {
    // A static program needs nothing.
    let depends = if target.ends_with("-musl") { "" } else { "Depends: libc6\n" };
    format!(
        "Package: {NAME}\nVersion: {VERSION}\nArchitecture: {arch}\n\
         Maintainer: The prosody-ls developers <prosody-ls@users.noreply.github.com>\n\
         Installed-Size: {kibibytes}\n{depends}Suggests: prosody\nSection: devel\nPriority: optional\n\
         Homepage: {}\n\
         Description: language server for the configuration of Prosody\n \
         Knows every option and module of the XMPP server Prosody, says what each\n \
         setting really is and which file wins, and finds what Prosody accepts in\n \
         silence: in editors that speak the Language Server Protocol, and on the\n \
         command line.\n",
        env!("CARGO_PKG_REPOSITORY")
    )
}

/// An archive of `ar` with members that belong to root.
fn ar(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = b"!<arch>\n".to_vec();
    for (name, content) in members {
        let header = format!("{name:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", 0, 0, 0, "100644", content.len());
        bytes.extend_from_slice(header.as_bytes());
        bytes.extend_from_slice(content);
        if content.len() % 2 == 1 {
            bytes.push(b'\n');
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    #[test]
    fn members_begin_at_even_offsets() {
        let bytes = super::ar(&[("a", b"x".to_vec()), ("b", b"yz".to_vec())]);
        assert_eq!(bytes.len(), 8 + 60 + 2 + 60 + 2);
        assert!(bytes[70..].starts_with(b"b      "));
    }

    #[test]
    fn fields_of_several_lines_have_no_empty_ones() {
        assert_eq!(super::indented("a\n\nb\n"), " a\n .\n b\n");
    }

    #[test]
    fn a_static_program_depends_on_nothing() {
        assert!(!super::control("amd64", "x86_64-unknown-linux-musl", 1).contains("Depends"));
        assert!(super::control("amd64", "x86_64-unknown-linux-gnu", 1).contains("\nDepends: libc6\n"));
    }
}
