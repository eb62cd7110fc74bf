import { refusalIn } from './answer.ts';
import type { Evidence, Nothing } from './evidence.ts';
import type { Asked, Provider } from './provider.ts';
import type { Call } from './send.ts';
import { addressOf, keysOf } from './template-settings.ts';

/** A provider that is asked by one request and answers with one text. */
export interface Rest<Key extends string> {
  /** Where the template gives none; without it, the template must. */
  readonly address?: string;
  /** What the template's Secret must have. */
  readonly keys: readonly Key[];
  readonly request: (asked: Asked, address: string, secret: Readonly<Record<Key, string>>) => Call | Nothing;
  /** Reads the body of an answer with status 200. */
  readonly read: (body: string) => Evidence;
}

/** The template's own headers are sent along; they never replace the provider's. */
export const restProvider =
  <Key extends string>(rest: Rest<Key>): Provider =>
  async (asked, { send }, signal) => {
    const { settings } = asked;
    const found = addressOf(settings, rest.address);
    if ('none' in found) return found;
    const credentials = keysOf(settings, rest.keys);
    if ('none' in credentials) return credentials;
    const call = rest.request(asked, found.address, credentials.secret);
    if ('none' in call) return call;
    const reply = await send({ ...call, headers: { ...settings.headers, ...call.headers } }, signal);
    if ('none' in reply) return reply;
    return refusalIn(reply.status, reply.body) ?? rest.read(reply.body);
  };

/** `<address><path>?<parameters>`. */
export const urlOf = (address: string, path: string, parameters: Readonly<Record<string, string>>): string =>
  `${address}${path}?${new URLSearchParams(parameters).toString()}`;

/** Whole seconds since 1970: from ten intervals ago until now, as Flagger asks where a window is needed. */
export const windowOf = ({ nowMs, intervalMs }: Asked): { readonly from: number; readonly to: number } => ({
  from: Math.floor((nowMs - 10 * intervalMs) / 1000),
  to: Math.floor(nowMs / 1000),
});
