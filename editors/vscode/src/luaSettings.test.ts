import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingSettings } from './luaSettings';

test('what is ignored already stays ignored', () => {
  assert.deepEqual(missingSettings(['.vscode'], 'Opened'), {
    'workspace.ignoreDir': ['.vscode', '*.cfg.lua'],
    'diagnostics.ignoredFiles': 'Disable',
  });
});

test('nothing is missing twice', () => {
  assert.deepEqual(missingSettings(['*.cfg.lua'], 'Disable'), {});
});
