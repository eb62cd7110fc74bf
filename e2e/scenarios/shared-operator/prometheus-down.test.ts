import { expect } from '@jest/globals';
import { prometheusForward } from '../../support/manifests.ts';
import { expectSplit, scenario } from '../../support/scenario.ts';

const scale = (replicas: number): string[] => ['scale', 'deployment/prometheus', `--replicas=${replicas}`];

scenario(
  'prometheus-down',
  {
    health: 'one-sided',
    prepare: async (stage) => {
      await stage.apply(...prometheusForward());
      await stage.kubectl('rollout', 'status', 'deployment/prometheus', '--timeout=60s');
      await stage.applyCanary({ spec: { metricsServer: `http://prometheus.${stage.namespace}:9090` } });
    },
    // An outage counts as failed checks, as with Flagger; a team that expects outages allows for them.
    canary: { analysis: { threshold: 20 } },
    bare: true,
  },
  async (scene) => {
    const { stage, when, then } = scene;
    await when('version 1.0.1 has a share of the traffic', async () => {
      await stage.release('1.0.0');
      await stage.untilPhase('Initialized', 120);
      await stage.startUsers();
      await stage.release('1.0.1');
      await stage.until('weight 20', () => stage.status()['canaryWeight'] === 20);
    });
    await when('Prometheus does not answer any more', async () => {
      await stage.kubectl(...scale(0));
      await stage.kubectl('wait', 'pod', '-l', 'app=prometheus', '--for=delete', '--timeout=60s');
      await stage.until('a check fails', () => Number(stage.status()['failedChecks']) > 0, 60);
    });
    const weight = Number(stage.status()['canaryWeight']);

    await then('the weight stays, and the status says why', async () => {
      await stage.until('three more failed checks', () => {
        expect(stage.status()['canaryWeight']).toBe(weight);
        return Number(stage.status()['failedChecks']) >= 4;
      });
      const { verdict, reason } = stage.status()['run'].lastCheck;
      expect(verdict).toBe('inconclusive');
      expect(reason).toMatch(/^Metrics(Unavailable|Timeout): /);
      const told = stage.events().findLast((event) => event.reason === 'CheckFailed');
      expect(told?.message).toMatch(/ request-success-rate: .* (cannot be reached|did not answer)/);
    });
    await when('Prometheus is back', () => stage.kubectl(...scale(1)));

    await then('the rollout goes on, and is promoted', () => stage.untilPhase('Succeeded', 180));
    await then('clients saw the recorded weights', () => expectSplit(scene, '1.0.1'));
  },
);
