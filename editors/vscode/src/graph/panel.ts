//! `Prosody: Show Layers as a Graph`: a webview that follows edits; a click on a file opens it.

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { activeEditor, documentParams } from '../commands/active';
import type { DocumentParams, Graph } from '../protocol';
import type { Server } from '../server';
import { escape, render } from './render';

const STYLE = `
body { color: var(--vscode-foreground); font-family: var(--vscode-font-family); font-size: 13px; }
svg text { fill: var(--vscode-foreground); }
.layer { font-weight: 600; font-size: 14px; }
.file { cursor: pointer; }
.file rect { fill: var(--vscode-editorWidget-background); stroke: var(--vscode-editorWidget-border, var(--vscode-foreground)); }
.file:hover rect, .file:focus rect { stroke: var(--vscode-focusBorder); stroke-width: 2; }
.file:focus { outline: none; }
.unused { opacity: 0.45; }
.load { fill: none; stroke: var(--vscode-charts-blue); stroke-width: 1.5; marker-end: url(#arrow); }
.load.loader { stroke: var(--vscode-charts-purple); }
.load.script { stroke: var(--vscode-charts-orange); }
.load.wildcard { stroke-dasharray: 5 3; }
marker path { fill: var(--vscode-foreground); }
.legend { color: var(--vscode-descriptionForeground); }
`;

const SCRIPT = `
const editor = acquireVsCodeApi();
const open = (event) => {
  const file = event.target.closest?.('[data-file]');
  if (file) editor.postMessage(Number(file.dataset.file));
};
addEventListener('click', open);
addEventListener('keydown', (event) => { if (event.key === 'Enter') open(event); });
`;

export class GraphPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private asked: DocumentParams | undefined;
  private graph: Graph | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly server: Server) {
    this.subscription = server.changed(() => void this.refresh());
  }

  async show(): Promise<void> {
    const editor = activeEditor();
    const params = editor && documentParams(editor);
    const graph = params && (await this.server.ask('prosody-ls/graph', params));
    if (!graph) {
      return;
    }
    this.asked = params;
    if (!this.panel) {
      const options = { enableScripts: true, localResourceRoots: [] };
      this.panel = vscode.window.createWebviewPanel('prosody-ls.graph', 'Prosody layers', vscode.ViewColumn.Active, options);
      this.panel.onDidDispose(() => (this.panel = undefined));
      this.panel.webview.onDidReceiveMessage((index: unknown) => void this.open(index));
    }
    this.panel.reveal();
    this.draw(graph);
  }

  private async refresh(): Promise<void> {
    if (this.panel && this.asked) {
      const graph = await this.server.ask('prosody-ls/graph', this.asked, true);
      // Most edits change nothing here; a picture that is drawn anew loses its place.
      if (graph && JSON.stringify(graph) !== JSON.stringify(this.graph)) {
        this.draw(graph);
      }
    }
  }

  private draw(graph: Graph): void {
    if (!this.panel) {
      return;
    }
    this.graph = graph;
    const nonce = randomBytes(16).toString('base64');
    const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
    const layout = graph.layout ? `, layout ${graph.layout}` : '';
    this.panel.webview.html = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<style nonce="${nonce}">${STYLE}</style></head>
<body><p class="legend">Profile ${escape(graph.profile)}${escape(layout)}. Dashed: found by a wildcard. Pale: not loaded in this profile.</p>
${render(graph)}<script nonce="${nonce}">${SCRIPT}</script></body></html>`;
  }

  private async open(index: unknown): Promise<void> {
    const uri = typeof index === 'number' ? this.graph?.files[index]?.uri : undefined;
    if (uri) {
      await vscode.window.showTextDocument(vscode.Uri.parse(uri));
    }
  }

  dispose(): void {
    this.subscription.dispose();
    this.panel?.dispose();
  }
}
