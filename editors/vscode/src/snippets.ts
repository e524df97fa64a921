//! Snippets, in Prosody configuration only: VS Code's own would show in every Lua file.

import * as vscode from 'vscode';
import { SELECTOR, startsStatement } from './documents';
import snippets from './snippets.json';

export function provideSnippets(): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(SELECTOR, {
    provideCompletionItems(document, position) {
      const line = document.lineAt(position).text;
      if (!startsStatement(line.slice(0, position.character), line.slice(position.character))) {
        return [];
      }
      return Object.entries(snippets).map(([name, snippet]) => {
        const item = new vscode.CompletionItem(snippet.prefix, vscode.CompletionItemKind.Snippet);
        item.insertText = new vscode.SnippetString(snippet.body.join('\n'));
        item.detail = name;
        item.documentation = snippet.description;
        // Behind what the server offers.
        item.sortText = `~${snippet.prefix}`;
        return item;
      });
    },
  });
}
