//! The text of effective configurations.

import type { EffectiveConfiguration } from '../protocol';

/** The configuration, and below it what could not be written down. */
export function withOmissions({ text, leftOut }: EffectiveConfiguration): string {
  const omissions = leftOut.map((reason) => `-- left out: ${reason.replaceAll('\n', ' ')}\n`);
  return omissions.length > 0 ? `${text.trimEnd()}\n\n${omissions.join('')}` : text;
}

/** The hosts of an effective configuration, in its order. */
export function hostsOf(text: string): string[] {
  return [...text.matchAll(/^(?:VirtualHost|Component)\s*\(?\s*"((?:[^"\\]|\\.)*)"/gm)].map((found) => found[1] ?? '');
}
