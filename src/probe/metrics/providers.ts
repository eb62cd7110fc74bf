import { cloudwatch } from './cloudwatch.ts';
import { datadog } from './datadog.ts';
import { dynatrace } from './dynatrace.ts';
import { noEvidence, type Nothing } from './evidence.ts';
import { externalmetrics } from './externalmetrics.ts';
import { graphite } from './graphite.ts';
import { influxdb } from './influxdb.ts';
import { keptn } from './keptn.ts';
import { newrelic } from './newrelic.ts';
import { prometheus } from './prometheus-template.ts';
import type { Provider } from './provider.ts';
import { splunk } from './splunk.ts';
import { stackdriver } from './stackdriver.ts';
import type { Settings } from './template-settings.ts';

const PROVIDERS: ReadonlyMap<string, Provider> = new Map(
  Object.entries({
    prometheus,
    datadog,
    newrelic,
    graphite,
    influxdb,
    dynatrace,
    splunk,
    externalmetrics,
    keptn,
    cloudwatch,
    stackdriver,
  }),
);

export const providerOf = ({ type, named }: Settings): { readonly ask: Provider } | Nothing => {
  const ask = PROVIDERS.get(type);
  return ask === undefined
    ? noEvidence('UnknownProvider', `${named}: provider.type ${JSON.stringify(type)} is not supported`)
    : { ask };
};
