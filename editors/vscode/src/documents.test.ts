import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBeside, isConfiguration, isModule, startsStatement } from './documents';

const document = (path: string, languageId = 'lua', scheme = 'file') => ({ languageId, uri: { scheme, path } });

test('configuration is Lua on disk that is named so', () => {
  assert.ok(isConfiguration(document('/etc/prosody/prosody.cfg.lua')));
  assert.ok(isConfiguration(document('/etc/prosody/conf.d/example.org.cfg.lua')));
  assert.ok(!isConfiguration(document('/etc/prosody/modules/mod_x.lua')));
  assert.ok(!isConfiguration(document('/prosody.cfg.lua', 'plaintext')));
  assert.ok(!isConfiguration(document('/prosody.cfg.lua', 'lua', 'git')));
});

test('modules are Lua on disk that is named so', () => {
  assert.ok(isModule(document('/etc/prosody/modules/mod_x.lua')));
  assert.ok(!isModule(document('/etc/prosody/modules/x.lua')));
  assert.ok(!isModule(document('/etc/prosody/modules/mod_x.lua', 'lua', 'git')));
  assert.ok(!isModule(document('/etc/prosody/mod_x.cfg.lua')));
});

test('files beside the configuration are modules and what sets variables', () => {
  for (const path of ['/x/mod_x.lua', '/x/.env', '/x/.env.local', '/x/prosody.env', '/x/compose.yml', '/x/docker-compose.test.yaml']) {
    assert.ok(isBeside(document(path)), path);
  }
  for (const path of ['/x/prosody.cfg.lua', '/x/x.lua', '/x/environment', '/x/deploy.yml', '/x/mycompose.yml']) {
    assert.ok(!isBeside(document(path)), path);
  }
});

test('snippets are for lines on which nothing else is', () => {
  assert.ok(startsStatement('', ''));
  assert.ok(startsStatement('\tVirt', '  '));
  assert.ok(!startsStatement('\tname = ', ''));
  assert.ok(!startsStatement('\t', 'name = 1'));
});
