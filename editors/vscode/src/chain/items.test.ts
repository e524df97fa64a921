import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Chain, Step } from '../protocol';
import { rows, title } from './items';

const location = { uri: 'file:///a', range: { start: { line: 4, character: 0 }, end: { line: 4, character: 1 } } };
const step = (fate: string, more: Partial<Step> = {}): Step => ({ location, value: '"1w"', adds: false, fate, ...more });
const chain: Chain = {
  host: 'example.org',
  option: 'archive_expires_after',
  from: '*',
  value: '"1y"',
  steps: [step('overridden by 2'), step('effective', { value: '"1y"', layer: 'environments', condition: null })],
  elsewhere: [{ value: null, profiles: ['staging', 'test'] }],
};

test('rows go from the first assignment to the winner, then to other profiles', () => {
  const seen = rows(chain, () => 'a:5').map(({ label, description, icon }) => `${icon} ${label} | ${description}`);
  assert.deepEqual(seen, [
    'circle-slash 1. "1w" | overridden by 2 · a:5',
    'pass-filled 2. "1y" | effective · a:5',
    'server-environment not set | in staging, test',
  ]);
});

test('conditions, layers and races are told', () => {
  const more = { layer: 'core', condition: 'x == 1', race: 'conf.d/*.cfg.lua', adds: true };
  const [row] = rows({ ...chain, steps: [step('extended by 2', more)] }, () => 'a:5');
  assert.equal(row!.label, '1. adds "1w"');
  assert.equal(row!.icon, 'add');
  assert.equal(row!.tooltip, 'a:5\nextended by 2\nlayer core\nonly if x == 1\nin the order of the files that conf.d/*.cfg.lua finds');
});

test('the title says whose value it is', () => {
  assert.equal(title(chain), 'archive_expires_after = "1y" on example.org, from the global section');
  assert.equal(title({ ...chain, host: '*' }), 'archive_expires_after = "1y" on the global section');
});
