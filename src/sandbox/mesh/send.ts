import { request } from 'node:http';
import type { Agent, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Clock } from '../../runtime/clock.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer | undefined;
}

export type Sent =
  | { readonly kind: 'answered'; readonly status: number; readonly response: IncomingMessage }
  | { readonly kind: 'refused' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'timed-out' };

export interface SendOptions {
  readonly agent: Agent;
  readonly clock: Clock;
  /** For the answer's headers; absent: no limit. */
  readonly timeoutMs: number | undefined;
  /** Aborting it ends the call as `reset`, also while the answer's body is read. */
  readonly signal: AbortSignal;
}

const REFUSED: readonly unknown[] = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'];

/** One try of one request; every failure is a value. */
export const send = (call: Call, address: Address, options: SendOptions): Promise<Sent> =>
  new Promise((resolve) => {
    const { agent, clock, timeoutMs, signal } = options;
    const { method, path, headers, body } = call;
    const outgoing = request({ ...address, agent, method, path, headers, signal });
    const cancel =
      timeoutMs === undefined
        ? undefined
        : clock.after(timeoutMs, () => {
            resolve({ kind: 'timed-out' });
            outgoing.destroy();
          });
    outgoing.on('response', (response) => {
      cancel?.();
      resolve({ kind: 'answered', status: response.statusCode ?? 502, response });
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      cancel?.();
      resolve({ kind: REFUSED.includes(error.code) ? 'refused' : 'reset' });
    });
    outgoing.end(body);
  });
