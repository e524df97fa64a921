//! The status bar: the profile in use and the Prosody that it is for.

import * as vscode from 'vscode';
import { isConfiguration } from './documents';
import type { Server } from './server';

export class ProfileStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('prosody-ls.profile', vscode.StatusBarAlignment.Right, 90);
  private readonly subscriptions: vscode.Disposable[];
  /** Counts questions, so that a late answer doesn't replace a later one. */
  private asked = 0;

  constructor(private readonly server: Server) {
    this.item.name = 'Prosody profile';
    this.item.command = 'prosody-ls.profile';
    this.subscriptions = [
      this.item,
      server.changed(() => void this.update()),
      vscode.window.onDidChangeActiveTextEditor(() => void this.update()),
    ];
    void this.update();
  }

  private async update(): Promise<void> {
    const asked = ++this.asked;
    const document = vscode.window.activeTextEditor?.document;
    if (!document || !isConfiguration(document)) {
      this.item.hide();
      return;
    }
    const params = { textDocument: { uri: document.uri.toString() } };
    const answer = await this.server.ask('prosody-ls/profiles', params, true);
    if (asked !== this.asked) {
      return;
    }
    if (answer) {
      this.item.text = `$(server-environment) ${answer.active} · Prosody ${answer.prosody}`;
      this.item.tooltip = 'The profile under which the configuration is read. Click to choose another.';
      this.item.show();
    } else {
      this.item.hide();
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}
