//! Modules of one's own, `mod_*.lua`: the server hears of unsaved edits of them. Nothing else is asked of it there, so
//! whoever serves Lua goes on serving them.

import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { isModule } from './documents';

export class Modules implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly client: LanguageClient) {
    this.subscriptions = [
      client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) {
          vscode.workspace.textDocuments.forEach((document) => this.opened(document));
        }
      }),
      vscode.workspace.onDidOpenTextDocument((document) => this.opened(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.changed(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.closed(document)),
    ];
  }

  private opened(document: vscode.TextDocument): void {
    const { languageId, version } = document;
    this.tell(document, 'didOpen', { textDocument: { uri: this.uri(document), languageId, version, text: document.getText() } });
  }

  private changed(document: vscode.TextDocument): void {
    const textDocument = { uri: this.uri(document), version: document.version };
    this.tell(document, 'didChange', { textDocument, contentChanges: [{ text: document.getText() }] });
  }

  private closed(document: vscode.TextDocument): void {
    this.tell(document, 'didClose', { textDocument: { uri: this.uri(document) } });
  }

  private uri(document: vscode.TextDocument): string {
    return this.client.code2ProtocolConverter.asUri(document.uri);
  }

  private tell(document: vscode.TextDocument, what: string, params: object): void {
    if (isModule(document) && this.client.isRunning()) {
      void this.client.sendNotification(`textDocument/${what}`, params);
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}
