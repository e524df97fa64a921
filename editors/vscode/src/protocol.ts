//! What the server answers beyond the Language Server Protocol. Positions are LSP's.

import type { Location, Position } from 'vscode-languageclient/node';

/** A document, as requests name it. */
export interface DocumentParams {
  textDocument: { uri: string };
}

/** `prosody-ls/profiles`: the circumstances under which a configuration may be read. */
export interface Profiles {
  active: string;
  /** The Prosody that the active one is for, such as `13.0`. */
  prosody: string;
  profiles: Profile[];
}

export interface Profile {
  name: string;
  origin: 'default' | 'project' | 'file' | 'offered';
  /** The file or the variable that it comes from. */
  detail?: string | null;
}

/** `prosody-ls/effectiveConfiguration`: a tree as one file. */
export interface EffectiveConfiguration {
  text: string;
  /** What could not be written down, each with its reason. */
  leftOut: string[];
}

export interface EffectiveConfigurationParams extends DocumentParams {
  host?: string;
}

export interface ChainParams extends DocumentParams {
  position: Position;
}

/** `prosody-ls/chain`: all assignments of an option on a host, from the first to the one that wins. */
export interface Chain {
  /** `*` is the global section. */
  host: string;
  option: string;
  /** The host whose assignments count. */
  from: string;
  value: string;
  steps: Step[];
  /** The values in all profiles. */
  elsewhere: { value: string | null; profiles: string[] }[];
}

export interface Step {
  location: Location;
  layer?: string | null;
  value: string;
  adds: boolean;
  condition?: string | null;
  /** Such as `effective` or `overridden by 2`. */
  fate: string;
  /** The wildcard that decides by luck whether it comes before or after the next step. */
  race?: string | null;
}

/** `prosody-ls/graph`: the files of a tree, and which loads which. */
export interface Graph {
  profile: string;
  layout: string;
  layers: string[];
  files: GraphFile[];
  loads: Load[];
}

export interface GraphFile {
  name: string;
  uri?: string | null;
  layer?: string | null;
  loaded: boolean;
}

export interface Load {
  /** Places in `files`. */
  from: number;
  to: number;
  kind: 'include' | 'loader' | 'script';
  wildcard: boolean;
}

/** The requests, with what they take and answer; null for a document that is no Prosody configuration. */
export interface Requests {
  'prosody-ls/profiles': [DocumentParams, Profiles | null];
  'prosody-ls/effectiveConfiguration': [EffectiveConfigurationParams, EffectiveConfiguration | null];
  'prosody-ls/chain': [ChainParams, Chain | null];
  'prosody-ls/graph': [DocumentParams, Graph | null];
}

/** The notification that these answers may have changed. */
export const CHANGED = 'prosody-ls/changed';

/** The command of the server that chooses a profile: its argument is a name, or null for the default. */
export const CHOOSE_PROFILE = 'prosody-ls.chooseProfile';

/** The name of a host for people. */
export function hostName(host: string): string {
  return host === '*' ? 'the global section' : host;
}
