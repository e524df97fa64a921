//! What the Lua extension has to be told to leave Prosody configuration alone.

const PATTERN = '*.cfg.lua';

/** The settings that are missing, given those in force. */
export function missingSettings(ignored: string[], ignoredFiles: string | undefined): Record<string, unknown> {
  return {
    ...(!ignored.includes(PATTERN) && { 'workspace.ignoreDir': [...ignored, PATTERN] }),
    ...(ignoredFiles !== 'Disable' && { 'diagnostics.ignoredFiles': 'Disable' }),
  };
}
