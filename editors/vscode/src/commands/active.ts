//! The document that a command is about.

import * as vscode from 'vscode';
import { isConfiguration } from '../documents';
import type { DocumentParams } from '../protocol';

/** The editor with Prosody configuration that was used last; says so if there is none. */
export function activeEditor(): vscode.TextEditor | undefined {
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  const editor = editors.find((editor) => editor !== undefined && isConfiguration(editor.document));
  if (!editor) {
    void vscode.window.showInformationMessage('Open a file of a Prosody configuration first, such as prosody.cfg.lua.');
  }
  return editor;
}

/** The parameters that name an editor's document. */
export function documentParams(editor: vscode.TextEditor): DocumentParams {
  return { textDocument: { uri: editor.document.uri.toString() } };
}
