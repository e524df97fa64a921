//! Living with the Lua extension: it takes every option for a global that nobody declares. Two of its settings keep it
//! quiet about `*.cfg.lua`, and only there.

import * as vscode from 'vscode';
import { missingSettings } from './luaSettings';

const LUA_EXTENSION = 'sumneko.lua';
const ASKED = 'quietLua.asked';

function missing(): Record<string, unknown> {
  const lua = vscode.workspace.getConfiguration('Lua');
  return missingSettings(lua.get<string[]>('workspace.ignoreDir') ?? [], lua.get<string>('diagnostics.ignoredFiles'));
}

/** `Prosody: Keep the Lua Extension Quiet about Configuration` */
export async function quietLua(): Promise<void> {
  if (!vscode.extensions.getExtension(LUA_EXTENSION)) {
    void vscode.window.showInformationMessage("The Lua extension isn't installed: there is nothing to keep quiet.");
    return;
  }
  const lua = vscode.workspace.getConfiguration('Lua');
  const target = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  for (const [name, value] of Object.entries(missing())) {
    await lua.update(name, value, target);
  }
}

/** Offers it once in a workspace, where it would help. */
export async function offerQuietLua(memory: vscode.Memento): Promise<void> {
  const helps = vscode.extensions.getExtension(LUA_EXTENSION) && Object.keys(missing()).length > 0;
  if (!helps || memory.get(ASKED)) {
    return;
  }
  await memory.update(ASKED, true);
  const yes = 'Keep It Quiet';
  const choice = await vscode.window.showInformationMessage(
    'The Lua extension takes the options of Prosody for undeclared globals. Keep it quiet about *.cfg.lua in this workspace?',
    yes,
    'No',
  );
  if (choice === yes) {
    await quietLua();
  }
}
