import { type Json, objectAt, textAt } from '../../domain/json.ts';
import type { Egress } from '../../net/egress.ts';
import { addressNotes, differs, type Note, refused } from './note.ts';

const RIGHTS = "needs rights that the operator's role does not have; see docs/metric-providers.md";
const CREDENTIALS = 'not all kinds of credentials are served; see docs/metric-providers.md';

const PROVIDERS: Readonly<Record<string, string>> = {
  datadog: 'the newest point counts; Flagger takes the oldest of ten intervals',
  influxdb: 'no rows are no data; in Flagger they are 0. Of several rows the newest counts',
  graphite: 'the newest point counts',
  splunk: 'is asked over HTTP, not by a web socket; the newest point counts',
  cloudwatch: CREDENTIALS,
  stackdriver: CREDENTIALS,
  externalmetrics: RIGHTS,
  keptn: RIGHTS,
};

/** Those for which Flagger honours headers or insecureSkipVerify already. */
const HONOURED: Readonly<Record<string, readonly string[]>> = {
  prometheus: ['headers', 'insecureSkipVerify'],
  graphite: ['insecureSkipVerify'],
};

export const templateNotes = (template: Json, egress: Egress): readonly Note[] => {
  const spec = objectAt(template, 'spec');
  const provider = objectAt(spec, 'provider');
  const type = textAt(provider, 'type');
  const message = PROVIDERS[type];
  const honoured = ['headers', 'insecureSkipVerify'].filter(
    (key) => key in provider && !(HONOURED[type] ?? []).includes(key),
  );
  return [
    ...addressNotes('spec.provider.address', textAt(provider, 'address'), egress),
    ...(type === 'keptn' && textAt(spec, 'query').startsWith('analysis/')
      ? [refused('spec.query', 'must be keptnmetric/<namespace>/<name>: analyses are not served')]
      : []),
    ...(message === undefined ? [] : [differs('spec.provider.type', `${type}: ${message}`)]),
    ...honoured.map((key) =>
      differs(`spec.provider.${key}`, `is heeded; Flagger passes over it for ${type}`),
    ),
  ];
};

const RECEIVERS: Readonly<Record<string, string>> = {
  gchat: 'gchat: cards have version 2, as Google has retired version 1',
  msteams: 'msteams: addresses of Workflows get Adaptive Cards, as Microsoft has retired MessageCards there',
};

export const receiverNotes = (provider: Json, egress: Egress): readonly Note[] => {
  const spec = objectAt(provider, 'spec');
  const message = RECEIVERS[textAt(spec, 'type')];
  return [
    ...addressNotes('spec.address', textAt(spec, 'address'), egress),
    ...(message === undefined ? [] : [differs('spec.type', message)]),
  ];
};
