//! A tree of files as a picture: one column for each layer, in the order in which they are loaded.

import type { Graph, GraphFile } from '../protocol';

const WIDTH = 200;
const HEIGHT = 34;
const GAP_X = 60;
const GAP_Y = 14;
const TOP = 46;
const LEFT = 20;

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** The columns: files of no layer first, then the layers; each with the places of its files. */
export function columns(graph: Graph): { title: string; files: number[] }[] {
  const titles = ['', ...graph.layers];
  const result = titles.map((title) => ({ title, files: [] as number[] }));
  graph.files.forEach((file, index) => {
    const column = result[Math.max(0, titles.indexOf(file.layer ?? ''))];
    column?.files.push(index);
  });
  return result.filter((column) => column.files.length > 0);
}

/** What fits into a file's box: its path below its layer, which the column names, or the end of that. */
export function caption(file: GraphFile): string {
  const length = 25;
  const name = file.layer && file.name.startsWith(`${file.layer}/`) ? file.name.slice(file.layer.length + 1) : file.name;
  return name.length > length ? `…${name.slice(name.length - length + 1)}` : name;
}

function box(file: GraphFile, index: number, x: number, y: number): string {
  const state = file.loaded ? 'loaded' : 'unused';
  const explanation = file.loaded ? file.name : `${file.name}: nothing loads it in this profile`;
  return (
    `<g class="file ${state}" tabindex="0" role="link" data-file="${index}" transform="translate(${x} ${y})">` +
    `<title>${escape(explanation)}</title><rect width="${WIDTH}" height="${HEIGHT}" rx="5"/>` +
    `<text x="10" y="22">${escape(caption(file))}</text></g>`
  );
}

interface Place {
  x: number;
  y: number;
}

/** A line from box to box that crosses no other: it passes columns in the gap above the target's row. */
function line(from: Place, to: Place): string {
  const [start, end] = [from.y + HEIGHT / 2, to.y + HEIGHT / 2];
  const right = from.x + WIDTH;
  if (from.x === to.x) {
    return `M${right} ${start} C${right + 34} ${start} ${right + 34} ${end} ${right + 2} ${end}`;
  }
  if (from.x > to.x) {
    const bend = (from.x + to.x + WIDTH) / 2;
    return `M${from.x} ${start} C${bend} ${start} ${bend} ${end} ${to.x + WIDTH + 2} ${end}`;
  }
  const left = to.x - 2;
  if (left - right < 2 * GAP_X) {
    const bend = (right + left) / 2;
    return `M${right} ${start} C${bend} ${start} ${bend} ${end} ${left} ${end}`;
  }
  const lane = to.y - GAP_Y / 2;
  return (
    `M${right} ${start} C${right + 30} ${start} ${right + 25} ${lane} ${right + 55} ${lane} ` +
    `H${left - 55} C${left - 25} ${lane} ${left - 30} ${end} ${left} ${end}`
  );
}

/** The picture, as SVG. Boxes carry their file's place as `data-file`. */
export function render(graph: Graph): string {
  const places = new Map<number, Place>();
  const all = columns(graph);
  const titles = all.map(({ title, files }, column) => {
    const x = LEFT + column * (WIDTH + GAP_X);
    files.forEach((file, row) => places.set(file, { x, y: TOP + row * (HEIGHT + GAP_Y) }));
    return `<text class="layer" x="${x}" y="30">${escape(title)}</text>`;
  });
  const lines = graph.loads.map((load) => {
    const [from, to] = [places.get(load.from), places.get(load.to)];
    if (!from || !to) {
      return '';
    }
    const names = [graph.files[load.from]?.name ?? '', graph.files[load.to]?.name ?? ''];
    const title = `${names[0]} → ${names[1]} (${load.kind}${load.wildcard ? ', by a wildcard' : ''})`;
    const style = `load ${load.kind}${load.wildcard ? ' wildcard' : ''}`;
    return `<path class="${style}" d="${line(from, to)}"><title>${escape(title)}</title></path>`;
  });
  const boxes = [...places].map(([index, { x, y }]) => {
    const file = graph.files[index];
    return file ? box(file, index, x, y) : '';
  });
  const rows = Math.max(1, ...all.map((column) => column.files.length));
  const width = LEFT * 2 + Math.max(1, all.length) * (WIDTH + GAP_X) - GAP_X + 36;
  const height = TOP + rows * (HEIGHT + GAP_Y) + 10;
  const arrow =
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">' +
    '<path d="M0 0L8 4L0 8z"/></marker></defs>';
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `${arrow}${titles.join('')}${lines.join('')}${boxes.join('')}</svg>`
  );
}
