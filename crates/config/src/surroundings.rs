//! What lies in a workspace beside the configuration: project files, and files that set environment variables.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::disk::Disk;
use crate::profiles::{Environment, read_environments};
use crate::project::{PROJECT_FILE, Project};
use crate::{Mount, Profile};

/// More files with environments than this are not looked at.
const MAX_ENVIRONMENT_FILES: usize = 256;

/// Larger files set no environment.
const MAX_SIZE: u64 = 256 * 1024;

/// How far above a folder of the workspace a project file is looked for.
const LEVELS: usize = 4;

/// What lies in a workspace beside the configuration.
#[derive(Debug, Default)]
pub struct Surroundings {
    projects: Vec<Arc<Project>>,
    environment_files: Vec<PathBuf>,
    environments: OnceLock<Vec<Environment>>,
}

impl Surroundings {
    /// Reads the project files among what was found, and those above the roots.
    pub(crate) fn new(
        disk: &Disk,
        roots: &[PathBuf],
        projects: &[PathBuf],
        environments: &[PathBuf],
    ) -> Self {
        let above = roots.iter().flat_map(|root| {
            root.ancestors().skip(1).take(LEVELS).map(|directory| directory.join(PROJECT_FILE))
        });
        let mut paths: Vec<PathBuf> = projects.iter().cloned().chain(above).collect();
        paths.sort();
        paths.dedup();
        let read = |path: &PathBuf| {
            let text = disk.text(path)?;
            Some(Arc::new(Project::parse(path, &String::from_utf8_lossy(&text))))
        };
        Self {
            projects: paths.iter().filter_map(read).collect(),
            environment_files: environments.iter().take(MAX_ENVIRONMENT_FILES).cloned().collect(),
            environments: OnceLock::new(),
        }
    }

    /// The project files.
    pub fn projects(&self) -> impl Iterator<Item = &Arc<Project>> {
        self.projects.iter()
    }

    /// The project file that speaks for a path: the nearest above it.
    pub fn project_of(&self, path: &Path) -> Option<&Arc<Project>> {
        let above =
            |project: &&Arc<Project>| project.path.parent().is_some_and(|folder| path.starts_with(folder));
        self.projects.iter().filter(above).max_by_key(|project| project.path.components().count())
    }

    /// The environments that files of the workspace set, read when they are first asked for.
    pub fn environments(&self) -> &[Environment] {
        self.environments.get_or_init(|| {
            let small = |path: &&PathBuf| std::fs::metadata(path).is_ok_and(|file| file.len() <= MAX_SIZE);
            let files = self.environment_files.iter().filter(small);
            files.flat_map(|path| read_environments(path, &std::fs::read(path).unwrap_or_default())).collect()
        })
    }

    /// What a project says about the circumstances, where nobody else has said anything.
    pub(crate) fn apply(project: Option<&Project>, profile: &mut Profile) {
        let Some(project) = project else { return };
        if let Some(release) = project.prosody.as_ref().filter(|_| !profile.release_given) {
            // It was checked when it was read.
            let _ = profile.set_release(release);
        }
        if let (None, Some(path), Some(root)) = (&profile.mount, &project.mount, project.path.parent()) {
            profile.mount = Some(Mount { root: root.to_owned(), path: path.clone() });
        }
        if profile.cwd.is_none() {
            profile.cwd.clone_from(&project.cwd);
        }
    }
}
