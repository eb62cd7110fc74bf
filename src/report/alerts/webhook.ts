import { toRfc3339Millis } from '../../runtime/time.ts';
import type { Form } from './form.ts';
import type { Message } from './message.ts';

/** Our own form, for programs: everything that an alert knows, by name. */
export const webhook: Form = {
  request: (message, { address, token }) => ({
    url: address,
    body: bodyOf(message),
    headers: {
      'idempotency-key': encodeURI(message.id),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  }),
};

const bodyOf = ({ at, check, fields: _, ...message }: Message): object => ({
  ...message,
  timestamp: toRfc3339Millis(at),
  ...(check === undefined ? {} : { check: { ...check, at: toRfc3339Millis(check.at) } }),
});
