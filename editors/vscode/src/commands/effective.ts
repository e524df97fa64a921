//! `Prosody: Show Effective Configuration`: read-only documents that follow edits.

import * as vscode from 'vscode';
import type { EffectiveConfigurationParams } from '../protocol';
import type { Server } from '../server';
import { activeEditor, documentParams } from './active';
import { hostsOf, withOmissions } from './flat';

const SCHEME = 'prosody-effective';

export class EffectiveDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidChange = this.changes.event;

  constructor(private readonly server: Server) {
    this.subscriptions = [
      this.changes,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      server.changed(() => this.refresh()),
    ];
  }

  private refresh(): void {
    for (const document of vscode.workspace.textDocuments) {
      if (document.uri.scheme === SCHEME) {
        this.changes.fire(document.uri);
      }
    }
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const params = JSON.parse(uri.query) as EffectiveConfigurationParams;
    const answer = await this.server.ask('prosody-ls/effectiveConfiguration', params, true);
    return answer ? withOmissions(answer) : '-- The server has no answer.\n';
  }

  /** Shows the whole configuration beside the current editor. */
  async show(host?: string): Promise<void> {
    const editor = activeEditor();
    if (!editor) {
      return;
    }
    const params: EffectiveConfigurationParams = documentParams(editor);
    if (host !== undefined) {
      params.host = host;
    }
    const uri = vscode.Uri.from({
      scheme: SCHEME,
      path: `/${host ?? 'all hosts'} (effective).lua`,
      query: JSON.stringify(params),
    });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
  }

  /** Asks for a host and shows its configuration. */
  async showHost(): Promise<void> {
    const editor = activeEditor();
    const answer =
      editor && (await this.server.ask('prosody-ls/effectiveConfiguration', documentParams(editor)));
    if (!answer) {
      return;
    }
    const host = await vscode.window.showQuickPick(hostsOf(answer.text), { title: 'The host' });
    if (host !== undefined) {
      await this.show(host);
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}
