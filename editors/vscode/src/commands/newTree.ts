//! `Prosody: New Configuration`: has `prosody-ls init` write a tree to start from.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { Server } from '../server';

const LAYOUTS = [
  { label: 'hybrid', detail: 'layers by what they do, hosts and environments apart' },
  { label: 'layers', detail: 'one folder for each layer, loaded in order' },
  { label: 'clients', detail: 'by the clients that are served' },
  { label: 'xeps', detail: 'by the specifications that are implemented' },
  { label: 'debian', detail: 'as Debian lays it out: conf.avail and conf.d' },
  { label: 'single', detail: 'one file' },
];

export async function newTree(server: Server): Promise<void> {
  const layout = await vscode.window.showQuickPick(LAYOUTS, { title: 'How the configuration is laid out' });
  if (!layout) {
    return;
  }
  const domain = await vscode.window.showInputBox({
    title: 'The domain of the users',
    value: 'example.org',
    validateInput: (text) => (/^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*$/u.test(text) ? undefined : 'A domain such as example.org'),
  });
  if (domain === undefined) {
    return;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title: 'The folder that it is written to',
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: 'Write Here',
    ...(folder && { defaultUri: folder }),
  });
  const directory = chosen?.[0];
  if (!directory) {
    return;
  }
  try {
    await promisify(execFile)(server.program, ['init', '--layout', layout.label, '--domain', domain, directory.fsPath]);
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    server.log.error(stderr || message);
    void vscode.window.showErrorMessage(stderr?.trim().split('\n')[0] || message);
    return;
  }
  const inside = vscode.workspace.getWorkspaceFolder(directory) !== undefined;
  await vscode.window.showTextDocument(vscode.Uri.joinPath(directory, 'prosody.cfg.lua'));
  if (!inside) {
    const open = 'Open Folder';
    if ((await vscode.window.showInformationMessage(`Written to ${directory.fsPath}`, open)) === open) {
      await vscode.commands.executeCommand('vscode.openFolder', directory);
    }
  }
}
