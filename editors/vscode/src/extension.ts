//! What VS Code runs: it waits for the first Prosody configuration, then starts the server and everything that asks it.

import * as vscode from 'vscode';
import { ChainView } from './chain/view';
import { chooseProfile } from './commands/chooseProfile';
import { EffectiveDocuments } from './commands/effective';
import { newTree } from './commands/newTree';
import { SHOW_PLACES, showPlaces } from './commands/showPlaces';
import { isConfiguration } from './documents';
import { GraphPanel } from './graph/panel';
import { offerQuietLua, quietLua } from './quietLua';
import { Server } from './server';
import { provideSnippets } from './snippets';
import { ProfileStatus } from './status';

export function activate(context: vscode.ExtensionContext): void {
  const server = new Server(context);
  const effective = new EffectiveDocuments(server);
  const chain = new ChainView(server);
  const graph = new GraphPanel(server);
  const command = (name: string, run: () => unknown) => vscode.commands.registerCommand(`prosody-ls.${name}`, run);
  context.subscriptions.push(
    server,
    effective,
    chain,
    graph,
    new ProfileStatus(server),
    provideSnippets(),
    command('profile', () => chooseProfile(server)),
    command('effective', () => effective.show()),
    command('effectiveHost', () => effective.showHost()),
    command('chain', () => chain.show()),
    command('graph', () => graph.show()),
    command('newTree', () => newTree(server)),
    command('quietLua', quietLua),
    command('restart', () => server.restart()),
    command('log', () => server.log.show()),
    vscode.commands.registerCommand(SHOW_PLACES, showPlaces),
  );

  const watch = (editor: vscode.TextEditor | undefined) => {
    const ours = editor !== undefined && isConfiguration(editor.document);
    void vscode.commands.executeCommand('setContext', 'prosody-ls.document', ours);
  };
  let offered = false;
  const opened = (document: vscode.TextDocument) => {
    if (isConfiguration(document)) {
      void server.start();
      if (!offered) {
        offered = true;
        void offerQuietLua(context.workspaceState);
      }
    }
  };
  context.subscriptions.push(
    vscode.window.onDidChangeActiveTextEditor(watch),
    vscode.workspace.onDidOpenTextDocument(opened),
  );
  watch(vscode.window.activeTextEditor);
  vscode.workspace.textDocuments.forEach(opened);
}
