import { dotted } from '../../domain/names.ts';
import type { Severity } from '../../domain/plan-alerts.ts';
import type { Form } from './form.ts';
import type { Field, Message } from './message.ts';

const SIGN: Readonly<Record<Severity, string>> = { info: 'ℹ️', warn: '⚠️', error: '🛑' };

/** Google Chat, cards of version 2; texts of widgets are a subset of HTML. */
export const gchat: Form = {
  request: (message, { address }) => ({
    url: address,
    body: {
      fallbackText: `${dotted(message.name, message.namespace)}: ${message.text}`,
      cardsV2: [{ cardId: message.id, card: card(message) }],
    },
  }),
};

const card = (message: Message): object => ({
  header: {
    title: `${SIGN[message.severity]} ${message.text}`,
    subtitle: dotted(message.name, message.namespace),
  },
  sections: [{ widgets: [...message.fields.map(fieldWidget), ...linkWidget(message)] }].filter(
    ({ widgets }) => widgets.length > 0,
  ),
});

const fieldWidget = ({ title, value }: Field): object => ({
  decoratedText: { topLabel: title, text: escaped(value), wrapText: true },
});

const linkWidget = ({ link }: Message): readonly object[] =>
  link === undefined
    ? []
    : [{ buttonList: { buttons: [{ text: 'Open', onClick: { openLink: { url: link } } }] } }];

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
