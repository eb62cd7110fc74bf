import type { Http } from '../../net/port.ts';
import { isTransient, post, type Posted } from '../../net/post.ts';
import type { Clock } from '../../runtime/clock.ts';
import { retryAfterMs } from '../../runtime/time.ts';
import type { Try } from '../outbox.ts';
import type { Form } from './form.ts';
import { FORMS } from './forms.ts';
import type { Message } from './message.ts';
import type { Receiver } from './receiver.ts';

export interface SendOptions {
  readonly http: Http;
  readonly clock: Pick<Clock, 'now'>;
}

/** As in Flagger, a try. */
const TIMEOUT_MS = 5_000;

/** One try to deliver a message. */
export const send = async (
  message: Message,
  receiver: Receiver,
  { http, clock }: SendOptions,
  signal: AbortSignal,
): Promise<Try> => {
  const form = FORMS[receiver.type];
  const { url, body, headers = {} } = form.request(message, receiver);
  const posted = await post(
    http,
    {
      url,
      headers,
      body: JSON.stringify(body),
      timeoutMs: TIMEOUT_MS,
      origin: receiver.origin,
      pool: 'telling',
      ...(receiver.proxy === undefined ? {} : { proxy: receiver.proxy }),
    },
    signal,
  );
  return judged(posted, form.objection, clock.now());
};

const judged = (posted: Posted, objection: Form['objection'], now: number): Try => {
  if ('failure' in posted) return { kind: 'again', why: posted.failure };
  const why = `answered with status ${posted.status}`;
  if (isTransient(posted)) {
    const afterMs = retryAfterMs(posted.headers['retry-after'] ?? '', now);
    return { kind: 'again', why, ...(afterMs === undefined ? {} : { afterMs }) };
  }
  if (posted.status < 200 || posted.status > 299) return { kind: 'refused', why };
  const objected = objection?.(posted);
  if (objected === undefined) return { kind: 'delivered' };
  return { kind: objected.isTransient ? 'again' : 'refused', why: objected.why };
};
