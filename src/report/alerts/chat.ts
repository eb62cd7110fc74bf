import type { Severity } from '../../domain/plan-alerts.ts';
import { isObject } from '../../domain/json.ts';
import { dotted } from '../../domain/names.ts';
import type { HttpAnswer } from '../../net/port.ts';
import type { Form, Objection } from './form.ts';
import type { Message } from './message.ts';
import type { Receiver } from './receiver.ts';

type Colours = Readonly<Record<Severity, string>>;

/** Slack's legacy attachments, which Discord and Rocket.Chat read as well. */
const attachmentBody = (
  message: Pick<Message, 'severity' | 'name' | 'namespace' | 'text' | 'link' | 'fields' | 'at'>,
  { channel, username }: Receiver,
  colours: Colours,
): object => ({
  ...(channel === undefined ? {} : { channel }),
  username,
  icon_emoji: ':rocket:',
  attachments: [
    {
      color: colours[message.severity],
      fallback: `${dotted(message.name, message.namespace)}: ${message.text}`,
      author_name: dotted(message.name, message.namespace),
      ...(message.link === undefined ? {} : { author_link: message.link }),
      text: message.text,
      mrkdwn_in: ['text'],
      fields: message.fields.map(({ title, value }) => ({ title, value, short: false })),
      ts: Math.floor(message.at / 1000),
    },
  ],
});

const bearer = (token: string | undefined): { readonly headers?: Readonly<Record<string, string>> } =>
  token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } };

const NAMED: Colours = { info: 'good', warn: 'warning', error: 'danger' };
const HEX: Colours = { info: '#0076D7', warn: '#FFA500', error: '#FF0000' };

/**
 * An incoming webhook answers `ok`; Slack's API (chat.postMessage, with a token) answers JSON, whose `ok` may be
 * false with status 200.
 */
export const slack: Form = {
  request: (message, receiver) => ({
    url: receiver.address,
    body: attachmentBody(escaped(message), receiver, NAMED),
    ...bearer(receiver.token),
  }),
  objection: ({ body }) => objectionIn(body, 'ok', PASSING),
};

/** Slack takes these three for its own markup. */
const escaped = (message: Message): Message => {
  const plain = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return {
    ...message,
    text: plain(message.text),
    fields: message.fields.map(({ title, value }) => ({ title, value: plain(value) })),
  };
};

/** Errors of Slack's API that are not about the message. */
const PASSING = [
  'ratelimited',
  'rate_limited',
  'service_unavailable',
  'internal_error',
  'fatal_error',
  'request_timeout',
];

/** Discord reads Slack's form at an address of its own, below the webhook's; what is in the query stays. */
export const discord: Form = {
  request: (message, receiver) => {
    const url = new URL(receiver.address);
    if (!/\/slack\/?$/.test(url.pathname)) url.pathname = `${url.pathname.replace(/\/+$/, '')}/slack`;
    return { url: url.href, body: attachmentBody(message, receiver, HEX) };
  },
};

export const rocket: Form = {
  request: (message, receiver) => ({
    url: receiver.address,
    body: attachmentBody(message, receiver, HEX),
    ...bearer(receiver.token),
  }),
  objection: ({ body }) => objectionIn(body, 'success', []),
};

const objectionIn = (
  body: HttpAnswer['body'],
  flag: 'ok' | 'success',
  passing: readonly string[],
): Objection | undefined => {
  const answer = parsed(body);
  if (!isObject(answer) || answer[flag] !== false) return undefined;
  const { error } = answer;
  const isName = typeof error === 'string' && /^[a-z][a-z_-]{1,60}$/.test(error);
  return {
    why: isName ? `answered with error ${error}` : `answered with ${flag}: false`,
    isTransient: isName && passing.includes(error),
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // `ok`, as an incoming webhook says it
  }
};
