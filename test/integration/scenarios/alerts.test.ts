import { afterEach, describe, expect, test } from '@jest/globals';
import { ALERT_PROVIDER, CONFIG_MAP, DEPLOYMENT, METRIC_TEMPLATE, SERVICE } from '../../../src/api/kinds.ts';
import type { KubeObject } from '../../../src/api/objects.ts';
import { OperatorError } from '../../../src/errors.ts';
import type { Phase } from '../../../src/domain/phase.ts';
import { ends, sceneIn, wayTo } from '../../support/phases.ts';
import { provider } from '../../support/rollouts.ts';
import { type Given, openScene, type Scene } from '../../support/scene.ts';
import { refusePrimaryPods } from '../../support/trouble.ts';

let scene: Scene;

afterEach(() => scene.end());

const SEVERITIES = ['info', 'warn', 'error'] as const;
type Severity = (typeof SEVERITIES)[number];

const addressOf = (severity: Severity): string => `http://${severity}.test/`;

/** A receiver for each severity that can be asked for, beside the team. */
const alerts = SEVERITIES.map((severity) => ({
  name: severity,
  severity,
  providerRef: { name: severity },
}));

const withReceivers = async (): Promise<void> => {
  for (const severity of SEVERITIES) {
    const object = structuredClone(provider(addressOf(severity))) as Record<string, any>;
    object['metadata'].name = severity;
    await scene.stage.apply(ALERT_PROVIDER, object as KubeObject);
  }
};

/** What the receiver who asked for this severity heard, each once. */
const heardBy = (severity: Severity): readonly string[] => [
  ...new Set(
    scene.world.outside.calls
      .filter(({ url }) => url === addressOf(severity))
      .map(({ body }) => String((body as Record<string, unknown>)['text'])),
  ),
];

interface Moment {
  readonly moment: string;
  readonly severity: Severity;
  readonly text: string | RegExp;
  readonly from: Phase;
  readonly given?: Given;
  readonly cause: () => Promise<unknown>;
  /** A fact that the message carries beside its text. */
  readonly says?: Record<string, unknown>;
}

const release = (version = '1.0.1') => scene.world.setImage(version);

const removeConfig = () => scene.stage.remove(CONFIG_MAP, 'settings');

/** An owner that nobody made: what it owns is not the Canary's. */
const theirs = async (name: string): Promise<KubeObject> => {
  const { metadata } = await scene.stage.apply(CONFIG_MAP, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'theirs', namespace: 'test' },
  });
  const owner = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: 'theirs',
    uid: metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
  return scene.stage.apply(SERVICE, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'test', ownerReferences: [owner] },
    spec: { selector: { app: 'theirs' }, ports: [{ port: 80 }] },
  });
};

/** All pods of the primary stop answering, and the next ones never do. */
const breakPrimary = async (): Promise<void> => {
  const template = structuredClone((await scene.world.deployment('podinfo-primary'))['spec'].template);
  template.spec.containers[0].image = 'serinette/podinfo:1.0.0-unready';
  const strategy = { type: 'Recreate', rollingUpdate: null };
  await scene.stage.change(DEPLOYMENT, 'podinfo-primary', { spec: { template, strategy } });
};

const rejectRoutes = (): void => {
  scene.world.api.admit(({ object, user }) => {
    if (object.kind === 'VirtualService' && user === 'operator')
      throw new OperatorError('REJECTED', 'the policy says no');
  });
};

/** The rows of the table in docs/alerts.md, and each reason that stands behind one of them. */
const MOMENTS: readonly Moment[] = [
  {
    moment: 'a run starts',
    severity: 'info',
    text: 'New revision detected, progressing canary analysis.',
    from: 'Initialized',
    cause: release,
    says: { phase: 'Progressing', images: { podinfod: 'serinette/podinfo:1.0.1' } },
  },
  {
    moment: 'the gate before a run is closed',
    severity: 'warn',
    text: 'Canary is waiting for approval.',
    from: 'Initialized',
    cause: () => {
      scene.answer('start', 403);
      return release();
    },
    says: { phase: 'Waiting', gate: 'start' },
  },
  {
    moment: 'the gate before a raise is closed',
    severity: 'warn',
    text: 'Canary traffic increase is waiting for approval.',
    from: 'Progressing',
    cause: () => Promise.resolve(scene.answer('increase', 403)),
    says: { gate: 'increase', weight: 25 },
  },
  {
    moment: 'the gate before the promotion is closed',
    severity: 'warn',
    text: 'Canary promotion is waiting for approval.',
    from: 'Progressing',
    cause: () => Promise.resolve(scene.answer('promotion', 403)),
    says: { phase: 'WaitingPromotion', gate: 'promotion', weight: 50 },
  },
  {
    moment: 'a run is promoted',
    severity: 'info',
    text: 'Canary analysis completed successfully, promotion finished.',
    from: 'Progressing',
    cause: () => Promise.resolve(),
    says: { phase: 'Succeeded' },
  },
  {
    moment: 'a run is promoted without an analysis',
    severity: 'info',
    text: 'Canary analysis was skipped, promotion finished.',
    from: 'Initialized',
    given: { spec: { skipAnalysis: true } },
    cause: release,
  },
  {
    moment: 'the target goes back in mid-run',
    severity: 'info',
    text: 'The target is back at the promoted revision, nothing to analyse.',
    from: 'Progressing',
    cause: () => release('1.0.0'),
    says: { reason: 'Reverted' },
  },
  {
    moment: 'checks fail',
    severity: 'error',
    text: 'Failed checks threshold reached 2',
    from: 'Progressing',
    cause: () => {
      scene.world.outside.successRate = 90;
      return Promise.resolve();
    },
    says: {
      reason: 'FailedChecks',
      check: expect.objectContaining({ value: 90, bound: '>= 99' }),
    },
  },
  {
    moment: 'the metrics server is away',
    severity: 'error',
    text: 'Failed checks threshold reached 2',
    from: 'Progressing',
    cause: () => {
      scene.world.outside.successRate = 'down';
      return Promise.resolve();
    },
    says: { check: expect.objectContaining({ verdict: 'inconclusive' }) },
  },
  {
    moment: 'the canary misses its deadline',
    severity: 'error',
    text: 'Rolling back, canary not ready within its deadline of 60s',
    from: 'Initialized',
    cause: () => release('1.0.1-unready'),
    says: { reason: 'ProgressDeadlineExceeded', weight: 0 },
  },
  {
    moment: 'the canary loses its pods under traffic',
    severity: 'error',
    text: 'Rolling back, no ready endpoint is left on the canary',
    from: 'Progressing',
    cause: () => scene.stage.change(DEPLOYMENT, 'podinfo', { spec: { replicas: 0 } }),
    says: { reason: 'CanaryLost' },
  },
  {
    moment: 'the target is deleted in mid-run',
    severity: 'error',
    text: 'Rolling back, target podinfo.test is gone',
    from: 'Progressing',
    cause: () => scene.stage.remove(DEPLOYMENT, 'podinfo'),
    says: { reason: 'TargetLost' },
  },
  {
    moment: 'a rollback hook says so',
    severity: 'warn',
    text: 'Rolling back manual webhook invoked',
    from: 'Progressing',
    cause: () => Promise.resolve(scene.answer('rollback', 200)),
    says: { reason: 'RollbackRequested' },
  },
  {
    moment: 'a promotion fails',
    severity: 'error',
    text: /^Promotion failed, primary not ready: /,
    from: 'Progressing',
    cause: () => Promise.resolve(refusePrimaryPods(scene.world, '1.0.1')),
    says: { reason: 'PromotionFailed' },
  },
  {
    moment: 'a route is refused',
    severity: 'warn',
    text: /^Advancement is halted: .*the policy says no/,
    from: 'Progressing',
    cause: () => Promise.resolve(rejectRoutes()),
  },
  {
    moment: 'a template is missing',
    severity: 'warn',
    text: /^Advancement is halted: .*own/,
    from: 'Initialized',
    given: {
      analysis: {
        metrics: [{ name: 'own', templateRef: { name: 'own' }, thresholdRange: { min: 1 }, interval: '10s' }],
      },
    },
    cause: release,
  },
  {
    moment: 'a config of the target is missing',
    severity: 'warn',
    text: /^Advancement is halted: .*settings/,
    from: 'Progressing',
    cause: removeConfig,
  },
  {
    moment: 'the target is paused',
    severity: 'warn',
    text: /^Advancement is halted: .*paused/,
    from: 'Progressing',
    cause: () => scene.stage.change(DEPLOYMENT, 'podinfo', { spec: { paused: true } }),
  },
  {
    moment: 'a port has no container',
    severity: 'warn',
    text: /^Advancement is halted: .*nowhere/,
    from: 'Progressing',
    cause: () => scene.editSpec({ service: { targetPort: 'nowhere' } }),
  },
  {
    moment: 'an autoscaler is missing',
    severity: 'warn',
    text: /^Advancement is halted: HorizontalPodAutoscaler podinfo\.test does not exist/,
    from: 'Progressing',
    cause: () =>
      scene.editSpec({
        autoscalerRef: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'podinfo' },
      }),
  },
  {
    moment: 'a name is taken',
    severity: 'warn',
    text: /^Advancement is halted: .*belongs to ConfigMap theirs/,
    from: 'Progressing',
    cause: async () => {
      await scene.stage.remove(SERVICE, 'podinfo-canary');
      await theirs('podinfo-canary');
    },
  },
  {
    moment: 'the primary serves nobody in a run',
    severity: 'error',
    text: /^Advancement is halted: primary podinfo-primary\.test is not ready: /,
    from: 'Progressing',
    cause: breakPrimary,
  },
  {
    moment: 'the primary is lost, and nothing can make it again',
    severity: 'error',
    text: /^Advancement is halted: primary podinfo-primary\.test is gone/,
    from: 'Failed',
    cause: () => scene.stage.remove(DEPLOYMENT, 'podinfo-primary'),
  },
];

describe('a team hears when', () => {
  test.each(MOMENTS)('$moment, once, and those who asked for less do not', async (row) => {
    scene = await openScene({ ...row.given, analysis: { alerts, ...row.given?.analysis } });
    await withReceivers();
    await wayTo(row.from).reach(scene);
    await scene.world.clock.advance(1_000);
    await scene.forget();
    await row.cause();
    const matches = (text: string): boolean =>
      typeof row.text === 'string' ? text === row.text : row.text.test(text);
    await scene.world.until(() => Promise.resolve(heardBy('info').some(matches)), 300_000);
    await scene.world.clock.advance(60_000);
    const ranks = SEVERITIES.indexOf(row.severity);
    for (const severity of SEVERITIES) {
      const heard = heardBy(severity).filter(matches);
      expect({ severity, heard: heard.length }).toEqual({
        severity,
        heard: SEVERITIES.indexOf(severity) <= ranks ? 1 : 0,
      });
    }
    const sent = scene.world.outside.calls
      .filter(({ url }) => url === addressOf('info'))
      .map(({ body }) => body as Record<string, unknown>)
      .filter(({ text }) => matches(String(text)));
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      severity: row.severity,
      name: 'podinfo',
      namespace: 'test',
      ...row.says,
    });
  });

  test('the first set-up is complete', async () => {
    scene = await openScene({ analysis: { alerts } });
    await withReceivers();
    await ends(scene, 'Initialized');
    await scene.world.clock.advance(5_000);
    expect(heardBy('info')).toEqual(['New Deployment detected, initialization completed.']);
    expect([...heardBy('warn'), ...heardBy('error')]).toEqual([]);
  });
});

describe('nobody hears of', () => {
  test.each<{ readonly what: string; readonly from: Phase; readonly cause: () => Promise<unknown> }>([
    { what: 'a suspension', from: 'Progressing', cause: () => scene.editSpec({ suspend: true }) },
    {
      what: 'a spec that became invalid, beside its Event',
      from: 'Progressing',
      cause: () => scene.editSpec({ analysis: { stepWeight: -1 } }),
    },
    {
      what: 'a halt that somebody chose',
      from: 'Progressing',
      cause: async () => scene.world.command(`halt@${String((await scene.world.status())['run'].id)}`),
    },
    { what: 'a config that is missing at rest', from: 'Succeeded', cause: removeConfig },
    {
      what: 'a template that appears in time',
      from: 'Initialized',
      cause: async () => {
        await scene.stage.apply(METRIC_TEMPLATE, {
          apiVersion: 'flagger.app/v1beta1',
          kind: 'MetricTemplate',
          metadata: { name: 'own', namespace: 'test' },
          spec: { provider: { type: 'prometheus', address: 'http://p.test' }, query: 'vector(1)' },
        });
      },
    },
  ])('$what', async ({ from, cause }) => {
    scene = await sceneIn(from);
    await cause();
    await scene.world.clock.advance(120_000);
    expect(scene.alerts()).toEqual([]);
    expect((await scene.outcome()).failed).toBe(0);
  });
});
