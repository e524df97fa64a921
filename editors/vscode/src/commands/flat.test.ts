import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostsOf, withOmissions } from './flat';

test('hosts are read in their order, comments are not', () => {
  const text = 'admins = {}\n\nVirtualHost "example.org"\n\ta = 1\n-- VirtualHost "no"\nComponent "rooms.example.org" "muc"\n';
  assert.deepEqual(hostsOf(text), ['example.org', 'rooms.example.org']);
});

test('what was left out is told below', () => {
  assert.equal(withOmissions({ text: 'a = 1\n', leftOut: [] }), 'a = 1\n');
  assert.equal(
    withOmissions({ text: 'a = 1\n', leftOut: ['b: depends\non the time'] }),
    'a = 1\n\n-- left out: b: depends on the time\n',
  );
});
