import { expect } from '@jest/globals';
import { expectServed, expectWeights, untilServed } from '../../support/expectations.ts';
import { APP, APP_PORT, app } from '../../support/manifests.ts';
import { expectSplit, scenario } from '../../support/scenario.ts';
import { settings } from '../../support/settings.ts';

/** Pods of one version, which a Service may lead to. */
const pods = (version: string) => {
  const { metadata, spec, ...rest } = app({ version });
  const name = `app-${version.replaceAll('.', '-')}`;
  const labels = { app: APP, version };
  const { template, ...more } = spec;
  return {
    ...rest,
    metadata: { ...metadata, name },
    spec: {
      ...more,
      selector: { matchLabels: labels },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
};

const service = (version: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: APP },
  spec: { selector: { app: APP, version }, ports: [{ name: 'http', port: APP_PORT, targetPort: 'http' }] },
});

/** The built-in metrics ask for a workload of the target's name; these are called otherwise. */
const template = {
  apiVersion: 'flagger.app/v1beta1',
  kind: 'MetricTemplate',
  metadata: { name: 'share-of-answers' },
  spec: {
    provider: { type: 'prometheus', address: settings.prometheus },
    query: `
      100 * sum(rate(istio_requests_total{
        reporter="destination", destination_workload_namespace="{{ namespace }}",
        destination_workload="{{ variables.workload }}", response_code!~"5.."
      }[{{ interval }}]))
      /
      sum(rate(istio_requests_total{
        reporter="destination", destination_workload_namespace="{{ namespace }}",
        destination_workload="{{ variables.workload }}"
      }[{{ interval }}]))`,
  },
};

const metric = {
  name: 'share of answers',
  templateRef: { name: 'share-of-answers' },
  templateVariables: { workload: 'app-1-0-1' },
  thresholdRange: { min: 99 },
  interval: '30s',
  onNoData: 'hold',
};

scenario(
  'core-service',
  {
    health: 'healthy',
    bare: true,
    prepare: async (stage) => {
      await stage.apply(template);
    },
    canary: {
      spec: { targetRef: { apiVersion: 'v1', kind: 'Service', name: APP } },
      analysis: { metrics: [metric] },
    },
  },
  async (scene) => {
    const { stage, when, then } = scene;
    const leadsTo = async (name: string): Promise<string> =>
      stage.kubectl('get', 'service', name, '-o', 'jsonpath={.spec.selector.version}');

    await when('a Canary of a Service is applied, with pods of two versions', async () => {
      await stage.apply(pods('1.0.0'), pods('1.0.1'), service('1.0.0'));
      for (const name of ['app-1-0-0', 'app-1-0-1'])
        await stage.kubectl('rollout', 'status', `deployment/${name}`, '--timeout=90s');
      await stage.applyCanary();
    });
    await then('its copies lead where it does', async () => {
      await stage.untilPhase('Initialized', 120);
      expect([await leadsTo('app-primary'), await leadsTo('app-canary')]).toEqual(['1.0.0', '1.0.0']);
      await stage.startUsers();
      await untilServed(stage, '1.0.0');
    });
    await when('it is led to version 1.0.1', () => stage.apply(service('1.0.1')));
    await then('users follow step by step', async () => {
      await stage.untilPhase('Succeeded', 240);
      expectWeights(stage, [0, 20, 40, 60]);
      await expectSplit(scene, '1.0.1');
      await expectServed(stage, '1.0.1');
      expect(await leadsTo('app-primary')).toBe('1.0.1');
    });
    await when('it is led to pods that there are not', () => stage.apply(service('9.9.9')));
    await then('it is rolled back at its deadline, and nobody was sent there', async () => {
      await stage.untilPhase('Failed', 180);
      await expectServed(stage, '1.0.1');
      expect(await leadsTo('app-primary')).toBe('1.0.1');
    });
  },
);
