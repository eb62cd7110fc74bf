import type { KubeObject } from '../api/objects.ts';
import { Fields, type SpecIssue } from './fields.ts';
import { addressProblem } from './names.ts';

export const ALERT_TYPES = ['slack', 'msteams', 'discord', 'rocket', 'gchat', 'webhook'] as const;
export type AlertType = (typeof ALERT_TYPES)[number];

/** Forms of a message to Microsoft Teams. */
export const TEAMS_FORMATS = ['messageCard', 'adaptiveCard'] as const;
export type TeamsFormat = (typeof TEAMS_FORMATS)[number];

/** An AlertProvider's spec, total. */
export interface AlertProviderPlan {
  readonly type: AlertType;
  readonly channel: string;
  readonly username: string;
  /** Where the address stands; a Secret may hold a token as well. */
  readonly address: { readonly url: string } | { readonly secret: string };
  readonly proxy: string | undefined;
  /** Undefined: the address tells. */
  readonly format: TeamsFormat | undefined;
}

export type ParsedProvider =
  | { readonly provider: AlertProviderPlan }
  | { readonly issues: readonly SpecIssue[] };

/** Never throws; no issue shows an address, since most are secrets. */
export const parseAlertProvider = (object: KubeObject): ParsedProvider => {
  const issues: SpecIssue[] = [];
  const spec = new Fields(object['spec'], 'spec', issues);
  const provider: AlertProviderPlan = {
    type: oneOf(spec, 'type', ALERT_TYPES) ?? 'webhook',
    channel: spec.string('channel') || 'general',
    username: spec.string('username') || 'flagger',
    address: parseAddress(spec),
    proxy: parseProxy(spec),
    format: spec.string('format') === '' ? undefined : oneOf(spec, 'format', TEAMS_FORMATS),
  };
  return issues.length === 0 ? { provider } : { issues };
};

const oneOf = <T extends string>(spec: Fields, key: string, allowed: readonly T[]): T | undefined => {
  const text = spec.required(key);
  const found = allowed.find((known) => known === text);
  if (text !== '' && found === undefined)
    spec.issue(key, `must be one of ${allowed.join(', ')}, got "${text.slice(0, 60)}"`);
  return found;
};

const parseAddress = (spec: Fields): AlertProviderPlan['address'] => {
  if (spec.has('secretRef')) {
    if (spec.string('address') !== '') spec.issue('address', 'must not be set beside secretRef');
    return { secret: spec.within('secretRef').required('name') };
  }
  const url = spec.string('address');
  if (url === '') spec.issue('address', 'is required, unless secretRef names a Secret that holds it');
  else {
    const problem = addressProblem(url);
    if (problem !== undefined) spec.issue('address', problem);
  }
  return { url };
};

/** Tunnels of an HTTP proxy leave TLS to the receiver untouched, so nothing is lost without https:// here. */
const parseProxy = (spec: Fields): string | undefined => {
  const proxy = spec.string('proxy');
  if (proxy === '') return undefined;
  if (!isProxy(proxy)) spec.issue('proxy', 'must be an http:// URL without a path');
  return proxy;
};

export const isProxy = (text: string): boolean =>
  /^http:\/\/([^\s/?#@]*@)?[^\s/?#@]+\/?$/i.test(text) && URL.parse(text) !== null;
