import assert from 'node:assert/strict';
import { test } from 'node:test';
import { locate } from './locate';

const nothing = () => false;

test('a setting goes before everything', () => {
  assert.equal(locate('/opt/prosody-ls', '/ext', 'linux', '/home/a', () => true), '/opt/prosody-ls');
  assert.equal(locate('~/bin/prosody-ls', '/ext', 'linux', '/home/$a', nothing), '/home/$a/bin/prosody-ls');
});

test('without one, the program that comes with the extension', () => {
  const files = ['/ext/server/prosody-ls', '/ext/server/prosody-ls.exe'];
  const isFile = (path: string) => files.includes(path);
  assert.equal(locate(null, '/ext', 'linux', '/home/a', isFile), '/ext/server/prosody-ls');
  assert.equal(locate('', '/ext', 'win32', '/home/a', isFile), '/ext/server/prosody-ls.exe');
});

test('without that, the one on the PATH', () => {
  assert.equal(locate(undefined, '/ext', 'darwin', '/home/a', nothing), 'prosody-ls');
});
