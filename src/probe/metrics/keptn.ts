import type { ResourceType } from '../../api/objects.ts';
import { objectAt, textAt } from '../../domain/json.ts';
import { NO_VALUES, numberIn, queryError } from './answer.ts';
import { checkNamespace, fromCluster } from './by-cluster.ts';
import { noEvidence } from './evidence.ts';
import type { Provider } from './provider.ts';

const KEPTN_METRIC: ResourceType = {
  group: 'metrics.keptn.sh',
  version: 'v1beta1',
  kind: 'KeptnMetric',
  plural: 'keptnmetrics',
  namespaced: true,
};

/**
 * `keptnmetric/<namespace>/<name>`: the value that Keptn has fetched last. `analysis/…` is refused: it would create an
 * object at each check, and this operator deletes nothing. Source: keptn.sh, "KeptnMetric".
 */
export const keptn: Provider = async ({ query, settings }, tools, signal) => {
  const [, namespace = '', name = ''] = /^keptnmetric\/([a-z0-9-]+)\/([a-z0-9.-]+)$/.exec(query) ?? [];
  if (name === '')
    return noEvidence(
      'TemplateError',
      `${settings.named}: query must be keptnmetric/<namespace>/<name>; analyses are not supported`,
    );
  const refused = checkNamespace(settings, namespace, tools.noCrossNamespaceRefs);
  if (refused !== undefined) return refused;
  const metric = await fromCluster(`KeptnMetric ${name}.${namespace}`, tools, () =>
    tools.cluster.get({ type: KEPTN_METRIC, namespace, name }, signal),
  );
  if ('none' in metric) return metric;
  const status = objectAt(metric.found, 'status');
  const failure = textAt(status, 'errMsg');
  if (failure !== '') return queryError(failure);
  return textAt(status, 'value') === '' ? NO_VALUES : numberIn(status['value']);
};
