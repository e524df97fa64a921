//! Files beside the configuration: modules of one's own, `mod_*.lua`, and what sets environment variables. The server
//! hears of unsaved edits of them, and is asked for renames there: of an option that the module reads, of a variable.
//! Whoever serves Lua or YAML goes on serving them, also with renames of what is none of ours.

import * as vscode from 'vscode';
import {
  type LanguageClient,
  PrepareRenameRequest,
  RenameRequest,
  State,
  type TextDocumentPositionParams,
} from 'vscode-languageclient/node';
import { BESIDE, isBeside } from './documents';

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
      vscode.languages.registerRenameProvider(BESIDE, {
        prepareRename: (document, position) => this.prepareRename(document, position),
        provideRenameEdits: (document, position, newName) => this.rename(document, position, newName),
      }),
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

  private place(document: vscode.TextDocument, position: vscode.Position): TextDocumentPositionParams {
    return { textDocument: { uri: this.uri(document) }, position: this.client.code2ProtocolConverter.asPosition(position) };
  }

  /** What can be renamed there. An error has VS Code ask whoever else serves the document. */
  private async prepareRename(document: vscode.TextDocument, position: vscode.Position) {
    const found = await this.client.sendRequest(PrepareRenameRequest.type, this.place(document, position));
    if (!found || !('placeholder' in found)) {
      throw new Error('Nothing of a Prosody configuration has a name here.');
    }
    const range = this.client.protocol2CodeConverter.asRange(found.range);
    return { range, placeholder: found.placeholder };
  }

  private async rename(document: vscode.TextDocument, position: vscode.Position, newName: string) {
    const params = { ...this.place(document, position), newName };
    const edit = await this.client.sendRequest(RenameRequest.type, params);
    return this.client.protocol2CodeConverter.asWorkspaceEdit(edit);
  }

  private uri(document: vscode.TextDocument): string {
    return this.client.code2ProtocolConverter.asUri(document.uri);
  }

  private tell(document: vscode.TextDocument, what: string, params: object): void {
    if (isBeside(document) && this.client.isRunning()) {
      void this.client.sendNotification(`textDocument/${what}`, params);
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}
