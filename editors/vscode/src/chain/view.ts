//! `Prosody: Show Who Sets This Option`: a tree in the explorer that follows edits.

import * as vscode from 'vscode';
import { activeEditor, documentParams } from '../commands/active';
import type { Chain, ChainParams, Step } from '../protocol';
import type { Server } from '../server';
import { type Row, rows, title } from './items';

function target(step: Step): [vscode.Uri, vscode.Range] {
  const { start, end } = step.location.range;
  return [vscode.Uri.parse(step.location.uri), new vscode.Range(start.line, start.character, end.line, end.character)];
}

function place(step: Step): string {
  const [uri, range] = target(step);
  return `${vscode.workspace.asRelativePath(uri)}:${range.start.line + 1}`;
}

export class ChainView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly view: vscode.TreeView<Row>;
  private readonly subscriptions: vscode.Disposable[];
  private asked: ChainParams | undefined;
  private chain: Chain | undefined;
  readonly onDidChangeTreeData = this.changes.event;

  constructor(private readonly server: Server) {
    this.view = vscode.window.createTreeView('prosody-ls.chain', { treeDataProvider: this });
    this.subscriptions = [this.view, this.changes, server.changed(() => void this.refresh())];
  }

  /** Shows the option under the cursor. */
  async show(): Promise<void> {
    const editor = activeEditor();
    if (!editor) {
      return;
    }
    const { line, character } = editor.selection.active;
    const params = { ...documentParams(editor), position: { line, character } };
    const chain = await this.server.ask('prosody-ls/chain', params);
    if (chain) {
      this.asked = params;
      this.set(chain);
      await vscode.commands.executeCommand('prosody-ls.chain.focus');
    } else if (chain === null) {
      void vscode.window.showInformationMessage('There is no option under the cursor.');
    }
  }

  private async refresh(): Promise<void> {
    const asked = this.asked;
    const chain = asked && (await this.server.ask('prosody-ls/chain', asked, true));
    // Text may have moved: whatever else stands there now is none of this view's business.
    if (chain && chain.option === this.chain?.option) {
      this.set(chain);
    }
  }

  private set(chain: Chain): void {
    this.chain = chain;
    this.view.message = title(chain);
    this.changes.fire();
  }

  getChildren(row?: Row): Row[] {
    return row || !this.chain ? [] : rows(this.chain, place);
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const item = new vscode.TreeItem(row.label);
    item.description = row.description;
    item.tooltip = row.tooltip;
    item.iconPath = new vscode.ThemeIcon(row.icon);
    if (row.step) {
      const [uri, selection] = target(row.step);
      item.command = { command: 'vscode.open', title: 'Go There', arguments: [uri, { selection }] };
    }
    return item;
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}
