import { isIP } from 'node:net';
import type { Egress } from '../../net/egress.ts';

/**
 * `refused`: it will not run, or not do what it says, until somebody changes it. `differs`: it runs, and something
 * that users can see is otherwise. `taken over`: what becomes of a rollout that is under way.
 */
export type Effect = 'refused' | 'differs' | 'taken over';

/** What is otherwise here than in Flagger, for one field of an object. */
export interface Note {
  readonly effect: Effect;
  readonly path: string;
  readonly message: string;
}

export const refused = (path: string, message: string): Note => ({ effect: 'refused', path, message });
export const differs = (path: string, message: string): Note => ({ effect: 'differs', path, message });

/**
 * A URL whose host tells by itself that it is not called. Names of DNS are not looked up: what they mean inside the
 * cluster is not known here.
 */
export const addressNotes = (path: string, url: string, egress: Egress): readonly Note[] => {
  const host = URL.parse(url)?.hostname.replace(/^\[|\]$/g, '') ?? '';
  const kind = classOfHost(host, egress);
  return kind === undefined
    ? []
    : [refused(path, `leads to an address of the class ${kind}, which is not called; see --egress-allow`)];
};

const classOfHost = (host: string, egress: Egress): string | undefined => {
  if (/^kubernetes(\.default(\.svc(\..*)?)?)?$/.test(host)) return 'API server';
  const address = /(^|\.)localhost$/.test(host) ? '127.0.0.1' : host;
  return isIP(address) === 0 ? undefined : egress.refusalOf(address, []);
};
