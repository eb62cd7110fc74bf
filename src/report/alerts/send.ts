import type { Http } from '../../net/port.ts';
import { post } from '../../net/post.ts';
import type { Clock } from '../../runtime/clock.ts';
import { judge } from '../judge.ts';
import type { Try } from '../outbox.ts';
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
  const outcome = judge(posted, clock.now());
  const objection = outcome.kind === 'delivered' && 'body' in posted ? form.objection?.(posted) : undefined;
  return objection === undefined
    ? outcome
    : { kind: objection.isTransient ? 'again' : 'refused', why: objection.why };
};
