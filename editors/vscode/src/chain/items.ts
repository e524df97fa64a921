//! The chain of an option as rows of a tree.

import { type Chain, hostName, type Step } from '../protocol';

export interface Row {
  label: string;
  description: string;
  /** A codicon's name. */
  icon: string;
  tooltip: string;
  /** Where the row leads to. */
  step?: Step;
}

function icon(fate: string): string {
  if (fate === 'effective') {
    return 'pass-filled';
  }
  return fate.startsWith('extended') ? 'add' : fate === 'uncertain' ? 'question' : 'circle-slash';
}

/** The rows, first to last; `place` is a location for people, such as `core/network.cfg.lua:3`. */
export function rows(chain: Chain, place: (step: Step) => string): Row[] {
  const steps = chain.steps.map((step, index) => {
    const notes = [
      step.layer && `layer ${step.layer}`,
      step.condition && `only if ${step.condition}`,
      step.race && `in the order of the files that ${step.race} finds`,
    ].filter(Boolean);
    return {
      label: `${index + 1}. ${step.adds ? 'adds ' : ''}${step.value}`,
      description: `${step.fate} · ${place(step)}`,
      icon: icon(step.fate),
      tooltip: [place(step), step.fate, ...notes].join('\n'),
      step,
    };
  });
  const elsewhere = chain.elsewhere.map((group) => ({
    label: group.value ?? 'not set',
    description: `in ${group.profiles.join(', ')}`,
    icon: 'server-environment',
    tooltip: `The value in ${group.profiles.join(', ')}`,
  }));
  return [...steps, ...elsewhere];
}

/** What the rows are about. */
export function title(chain: Chain): string {
  const inherited = chain.from === chain.host ? '' : `, from ${hostName(chain.from)}`;
  return `${chain.option} = ${chain.value} on ${hostName(chain.host)}${inherited}`;
}
