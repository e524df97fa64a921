//! Which path a tree believes to have: a checkout may stand for `/etc/prosody`.

use std::path::Path;

use syntax::ast::{Block, ExprKind, StatKind};

use crate::SourceFile;
use crate::profile::{Mount, Profile};

/// The path that Prosody knows a file on this machine by.
pub(crate) fn deployed(profile: &Profile, real: &Path) -> String {
    if let Some(mount) = &profile.mount
        && let Ok(rest) = real.strip_prefix(&mount.root)
    {
        return format!("{}/{}", mount.path, rest.to_string_lossy());
    }
    real.to_string_lossy().into_owned()
}

/// Guesses from an entry file's absolute includes what its directory stands for: `Include "/etc/prosody/conf.d/*"`
/// beside an existing `conf.d`, where there is no `/etc/prosody/conf.d` on this machine.
pub(crate) fn guess(entry: &SourceFile) -> Option<Mount> {
    let root = entry.path.parent()?;
    let mut includes = Vec::new();
    let parse = entry.parse.for_now();
    absolute_includes(&parse.chunk.block, &mut includes);
    includes.iter().find_map(|include| {
        let directory = include.rsplit_once('/')?.0;
        if Path::new(directory).exists() {
            return None;
        }
        // The longest tail of the path that exists here: `conf.d` of `/etc/prosody/conf.d/*.cfg.lua`.
        let cuts = include.match_indices('/').map(|(at, _)| at).filter(|&at| at > 0);
        cuts.map(|at| include.split_at(at))
            .find(|(_, tail)| {
                let tail = tail.trim_start_matches('/');
                let looked_for = if tail.contains(['*', '?']) {
                    tail.rsplit_once('/').map_or("", |(directory, _)| directory)
                } else {
                    tail
                };
                !looked_for.is_empty() && root.join(looked_for).exists()
            })
            .map(|(head, _)| Mount { root: root.to_owned(), path: head.to_owned() })
    })
}

/// The literal absolute arguments of `Include`, blocks included.
fn absolute_includes<'a>(block: &'a Block, out: &mut Vec<&'a str>) {
    for stat in &block.stats {
        match &stat.kind {
            StatKind::Call(call) => {
                if let ExprKind::Call { callee, args } = &call.kind
                    && matches!(&callee.kind, ExprKind::Name(name) if matches!(&**name, "Include" | "include"))
                    && let [only] = args.values.as_slice()
                    && let ExprKind::Str(bytes) = &only.kind
                    && let Ok(path) = std::str::from_utf8(bytes)
                    && path.starts_with('/')
                {
                    out.push(path);
                }
            }
            StatKind::Do(block)
            | StatKind::While { body: block, .. }
            | StatKind::GenericFor { body: block, .. } => {
                absolute_includes(block, out);
            }
            StatKind::If { arms, otherwise } => {
                for (_, block) in arms {
                    absolute_includes(block, out);
                }
                if let Some(block) = otherwise {
                    absolute_includes(block, out);
                }
            }
            _ => {}
        }
    }
}
