import type { TeamsFormat } from '../../domain/alert-provider.ts';
import { dotted } from '../../domain/names.ts';
import type { Severity } from '../../domain/plan-alerts.ts';
import type { Form } from './form.ts';
import type { Message } from './message.ts';
import type { Receiver } from './receiver.ts';

/** Hosts of Workflows, which take Adaptive Cards; connectors of Office 365, and relays made for Flagger, take others. */
const WORKFLOWS =
  /(^|\.)(logic\.azure\.(com|us|cn)|powerplatform\.(com|us|cn)|powerautomate\.(com|us|cn)|appplatform\.us)$/i;

const formatOf = ({ format, address }: Receiver): TeamsFormat =>
  format ?? (WORKFLOWS.test(new URL(address).hostname) ? 'adaptiveCard' : 'messageCard');

/** A connector says with status 200 that Teams did not take the message. */
export const msteams: Form = {
  request: (message, receiver) => ({
    url: receiver.address,
    body: formatOf(receiver) === 'adaptiveCard' ? adaptiveCard(message) : messageCard(message),
    ...(receiver.token === undefined ? {} : { headers: { authorization: `Bearer ${receiver.token}` } }),
  }),
  objection: ({ body }) => {
    const status = /returned HTTP error (\d{3})/.exec(body)?.[1];
    if (status === undefined) return undefined;
    const isTransient = status === '429' || status.startsWith('5');
    return { why: `Teams answered with status ${status}`, isTransient };
  },
};

const THEME: Readonly<Record<Severity, string>> = { info: '0076D7', warn: 'FFA500', error: 'FF0000' };

const messageCard = (message: Message): object => {
  const name = dotted(message.name, message.namespace);
  return {
    '@type': 'MessageCard',
    '@context': 'https://schema.org/extensions',
    themeColor: THEME[message.severity],
    summary: name,
    sections: [
      {
        activityTitle: message.text,
        activitySubtitle: name,
        facts: message.fields.map(({ title, value }) => ({ name: title, value })),
      },
    ],
    ...(message.link === undefined
      ? {}
      : {
          potentialAction: [
            { '@type': 'OpenUri', name: 'Open', targets: [{ os: 'default', uri: message.link }] },
          ],
        }),
  };
};

const COLOUR: Readonly<Record<Severity, string>> = { info: 'Good', warn: 'Warning', error: 'Attention' };

const adaptiveCard = (message: Message): object => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.2',
        msteams: { width: 'Full' },
        body: [
          {
            type: 'TextBlock',
            text: message.text,
            weight: 'Bolder',
            size: 'Medium',
            wrap: true,
            color: COLOUR[message.severity],
          },
          {
            type: 'TextBlock',
            text: dotted(message.name, message.namespace),
            isSubtle: true,
            spacing: 'None',
            wrap: true,
          },
          { type: 'FactSet', facts: message.fields },
        ],
        ...(message.link === undefined
          ? {}
          : { actions: [{ type: 'Action.OpenUrl', title: 'Open', url: message.link }] }),
      },
    },
  ],
});
