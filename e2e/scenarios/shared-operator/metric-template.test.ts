import { expect } from '@jest/globals';
import { isError, tally } from '../../support/answers.ts';
import { scenario } from '../../support/scenario.ts';
import { settings } from '../../support/settings.ts';

const template = {
  apiVersion: 'flagger.app/v1beta1',
  kind: 'MetricTemplate',
  metadata: { name: 'share-of-code' },
  spec: {
    provider: { type: 'prometheus', address: settings.prometheus },
    query: `
      100 * sum(rate(istio_requests_total{
        reporter="{{ variables.reporter }}",
        destination_workload_namespace="{{ namespace }}",
        destination_workload="{{ target }}",
        response_code=~"{{ variables.code }}"
      }[{{ interval }}]))
      /
      sum(rate(istio_requests_total{
        reporter="{{ variables.reporter }}",
        destination_workload_namespace="{{ namespace }}",
        destination_workload="{{ target }}"
      }[{{ interval }}]))`,
  },
};

scenario(
  'metric-template',
  {
    health: 'broken',
    prepare: async (stage) => {
      await stage.apply(template);
    },
    canary: {
      analysis: {
        threshold: 3,
        metrics: [
          {
            name: 'share of good answers',
            templateRef: { name: 'share-of-code' },
            templateVariables: { reporter: 'destination', code: '2..' },
            thresholdRange: { min: 95 },
            interval: '30s',
            onNoData: 'hold',
          },
        ],
      },
    },
  },
  async ({ stage, when, then }) => {
    await when('a good version is applied', () => stage.release('1.0.1'));
    await then('it is promoted by the metric of its own', () => stage.untilPhase('Succeeded', 180));
    await then('nobody has noticed anything so far', async () => {
      expect(tally((await stage.answers()).filter(isError))).toBe('');
    });

    await when('a bad version is applied', () => stage.release('1.0.2', { ERROR_RATE: '0.3' }));
    await then('it is rolled back for that metric', async () => {
      await stage.untilPhase('Failed', 180);
      const { reason, lastCheck } = stage.status()['run'];
      expect(reason).toBe('FailedChecks');
      expect(lastCheck.metric).toBe('share of good answers');
      expect(Number(lastCheck.value)).toBeGreaterThan(50);
      expect(Number(lastCheck.value)).toBeLessThan(90);
    });
    await then('all errors were its own', async () => {
      expect(tally((await stage.answers()).filter(isError))).toMatch(/^\d+ × 500 1\.0\.2$/);
    });
  },
);
