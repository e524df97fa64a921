import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Graph } from '../protocol';
import { caption, columns, render } from './render';

const graph: Graph = {
  profile: 'staging',
  layout: 'layers',
  layers: ['core', 'empty', 'hosts'],
  files: [
    { name: 'prosody.cfg.lua', uri: 'file:///p', loaded: true },
    { name: 'hosts/<a>&"b".cfg.lua', uri: 'file:///a', layer: 'hosts', loaded: true },
    { name: 'core/network.cfg.lua', uri: 'file:///n', layer: 'core', loaded: false },
    { name: 'other.cfg.lua', uri: null, layer: 'unheard of', loaded: true },
  ],
  loads: [
    { from: 0, to: 1, kind: 'include', wildcard: true },
    { from: 0, to: 3, kind: 'script', wildcard: false },
    { from: 0, to: 99, kind: 'include', wildcard: false },
  ],
};

test('columns are the layers in their order, the entry file before them', () => {
  assert.deepEqual(columns(graph), [
    { title: '', files: [0, 3] },
    { title: 'core', files: [2] },
    { title: 'hosts', files: [1] },
  ]);
});

test('each file has a box, each load between files a line', () => {
  const svg = render(graph);
  assert.equal(svg.match(/<g class="file/g)?.length, 4);
  assert.equal(svg.match(/<path class="load/g)?.length, 2);
  assert.match(svg, /class="load include wildcard"/);
  assert.match(svg, /class="file unused" [^>]*data-file="2"/);
});

test('a box says what its column does not', () => {
  const file = { name: 'core/network.cfg.lua', uri: null, loaded: true };
  assert.equal(caption({ ...file, layer: 'core' }), 'network.cfg.lua');
  assert.equal(caption({ ...file, layer: 'hosts' }), 'core/network.cfg.lua');
  assert.equal(caption({ ...file, name: 'a/very/long/path/to/network.cfg.lua' }), '…/path/to/network.cfg.lua');
});

test('names can not break out of the picture', () => {
  assert.match(render(graph), /hosts\/&lt;a&gt;&amp;&quot;b&quot;\.cfg\.lua/);
  assert.doesNotMatch(render(graph), /<a>/);
});

test('a tree without files is an empty picture', () => {
  assert.match(render({ ...graph, files: [], loads: [] }), /^<svg .*<\/svg>$/);
});
