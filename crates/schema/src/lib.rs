//! What Prosody knows: options, modules and XEPs, by version. Compiled in; knows no files.

mod version;

pub use version::Version;
