import assert from 'node:assert/strict';
import { test } from 'node:test';
import snippets from './snippets.json';

test('places in snippets are numbered from one, with none left out', () => {
  for (const [name, { body }] of Object.entries(snippets)) {
    const numbers = [...body.join('\n').matchAll(/\$\{?(\d+)/g)].map((found) => Number(found[1]));
    const places = [...new Set(numbers)].filter((number) => number > 0).sort((a, b) => a - b);
    assert.deepEqual(places, places.map((_, index) => index + 1), name);
  }
});

test('their text is balanced Lua', () => {
  for (const [name, { body }] of Object.entries(snippets)) {
    const text = body.join('\n').replace(/\$\{\d+[:|]([^}|,]*)[^}]*\}/g, '$1');
    for (const [open, close] of ['{}', '()']) {
      assert.equal(text.split(open!).length, text.split(close!).length, name);
    }
    assert.equal((text.match(/"/g) ?? []).length % 2, 0, name);
  }
});
