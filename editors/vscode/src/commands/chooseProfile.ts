//! `Prosody: Choose Profile`

import * as vscode from 'vscode';
import { CHOOSE_PROFILE, type Profile } from '../protocol';
import type { Server } from '../server';
import { activeEditor, documentParams } from './active';

const ORIGINS: Record<Profile['origin'], string> = {
  default: 'what holds unless something else is said',
  project: 'from prosody-ls.toml',
  file: 'from a file',
  offered: 'what the tree provides for',
};

export async function chooseProfile(server: Server): Promise<void> {
  const editor = activeEditor();
  const answer = editor && (await server.ask('prosody-ls/profiles', documentParams(editor)));
  if (!answer) {
    return;
  }
  const items = answer.profiles.map((profile) => ({
    label: profile.name,
    description: profile.name === answer.active ? `active, Prosody ${answer.prosody}` : '',
    detail: [ORIGINS[profile.origin], profile.detail].filter(Boolean).join(': '),
    profile,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'The profile under which the configuration is read',
    placeHolder: answer.active,
  });
  if (chosen) {
    await server.execute(CHOOSE_PROFILE, chosen.profile.origin === 'default' ? null : chosen.profile.name);
  }
}
