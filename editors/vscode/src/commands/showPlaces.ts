//! The command behind the lines of code lenses: the places that a line is about, as for references.

import * as vscode from 'vscode';
import type { ClientCapabilities, Location, Position, StaticFeature } from 'vscode-languageclient/node';

/** The name that the server knows the command by. */
export const SHOW_PLACES = 'prosody-ls.showPlaces';

/** Tells the server that the command is there. */
export const offersPlaces: StaticFeature = {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    const experimental = capabilities.experimental as object | undefined;
    capabilities.experimental = { ...experimental, commands: { commands: [SHOW_PLACES] } };
  },
  initialize: () => {},
  getState: () => ({ kind: 'static' }),
  clear: () => {},
};

const position = ({ line, character }: Position) => new vscode.Position(line, character);

export function showPlaces(uri: string, at: Position, locations: Location[]): Thenable<unknown> {
  const places = locations.map(({ uri, range }) => {
    const where = new vscode.Range(position(range.start), position(range.end));
    return new vscode.Location(vscode.Uri.parse(uri), where);
  });
  return vscode.commands.executeCommand('editor.action.showReferences', vscode.Uri.parse(uri), position(at), places);
}
