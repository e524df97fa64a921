//! Which documents are Prosody's.

/** For the client: which documents go to the server. The language stays `lua`. */
export const SELECTOR = [{ scheme: 'file', language: 'lua', pattern: '**/*.cfg.lua' }];

/** The project's own settings, which the server reads along. */
export const PROJECT = { scheme: 'file', pattern: '**/prosody-ls.toml' };

/** Whether a document is one that the server serves. */
export function isConfiguration(document: { languageId: string; uri: { scheme: string; path: string } }): boolean {
  return document.languageId === 'lua' && document.uri.scheme === 'file' && document.uri.path.endsWith('.cfg.lua');
}

/** Files beside the configuration in which a rename may begin: modules, and what sets environment variables. */
export const BESIDE = [
  { scheme: 'file', language: 'lua', pattern: '**/mod_*.lua' },
  { scheme: 'file', pattern: '**/{.env,.env.*,*.env}' },
  { scheme: 'file', pattern: '**/{docker-compose,compose}*.{yml,yaml}' },
];

/** Whether a document is one of those: the server wants to know of unsaved edits. */
export function isBeside(document: { languageId: string; uri: { scheme: string; path: string } }): boolean {
  const sets = /\/(\.env|\.env\.[^/]+|[^/]+\.env|(docker-compose|compose)[^/]*\.ya?ml)$/;
  return isModule(document) || (document.uri.scheme === 'file' && sets.test(document.uri.path));
}

/** Whether a document is a module. */
export function isModule(document: { languageId: string; uri: { scheme: string; path: string } }): boolean {
  return document.languageId === 'lua' && document.uri.scheme === 'file' && /\/mod_\w+\.lua$/.test(document.uri.path);
}

/** Whether a snippet may stand there: a statement begins on that line, and nothing else is on it. */
export function startsStatement(before: string, after: string): boolean {
  return /^\s*\w*$/.test(before) && /^\s*$/.test(after);
}
