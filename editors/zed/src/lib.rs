//! prosody-ls in Zed: finds the program and hands the settings on.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, serde_json, Command, LanguageServerId, Result, Worktree};

struct Prosody;

impl zed::Extension for Prosody {
    fn new() -> Self {
        Self
    }

    /// The program of the settings, `lsp.prosody-ls.binary.path`, or the one on the `PATH`.
    fn language_server_command(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(id.as_ref(), worktree)?.binary;
        let (path, arguments) = binary.map_or((None, None), |binary| (binary.path, binary.arguments));
        let command = path
            .or_else(|| worktree.which("prosody-ls"))
            .ok_or("prosody-ls is neither on the PATH nor in the settings, lsp.prosody-ls.binary.path")?;
        Ok(Command { command, args: arguments.unwrap_or_default(), env: worktree.shell_env() })
    }

    /// The section `prosody-ls` that the server asks for: `lsp.prosody-ls.settings`.
    fn language_server_workspace_configuration(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        let settings = LspSettings::for_worktree(id.as_ref(), worktree)?.settings;
        Ok(Some(serde_json::json!({ "prosody-ls": settings.unwrap_or_default() })))
    }
}

zed::register_extension!(Prosody);
