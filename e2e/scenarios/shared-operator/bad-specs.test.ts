import { expect } from '@jest/globals';
import { CommandFailed, outcomeOf } from '../../support/command.ts';
import { canary } from '../../support/manifests.ts';
import { scenario } from '../../support/scenario.ts';
import type { Stage } from '../../support/stage.ts';

/** What `kubectl apply` says to a spec that the API server refuses. */
const refusal = async (stage: Stage, spec: object): Promise<string> => {
  const outcome = await outcomeOf(
    stage.apply({ ...canary(), metadata: { name: 'bad' }, spec: { ...canary().spec, ...spec } }),
  );
  if (outcome instanceof CommandFailed) return outcome.output;
  throw new Error('kubectl apply was expected to fail');
};

const analysis = (parts: object) => ({ analysis: { ...canary().spec.analysis, ...parts } });

/** Legal for the API server, and refused by the operator: what is said about it. */
const REFUSED: readonly (readonly [parts: Parameters<Stage['applyCanary']>[0], message: RegExp])[] = [
  [
    { analysis: { metrics: [{ name: 'request-success-rate', interval: '1m' }] } },
    /spec\.analysis\.metrics\[0\]\.thresholdRange/,
  ],
  [{ analysis: { stepWeight: 0 } }, /spec\.analysis\.stepWeight/],
];

scenario('bad-specs', { health: 'healthy' }, async ({ stage, when, then }) => {
  await when('specs are applied that the API server refuses', () => undefined);
  await then('kubectl names field and allowed form', async () => {
    expect(await refusal(stage, { targetRef: undefined })).toMatch(/spec\.targetRef/);
    expect(await refusal(stage, { targetRef: { kind: 'Deployment' } })).toMatch(/spec\.targetRef\.name/);
    expect(await refusal(stage, analysis({ threshold: 'five' }))).toMatch(/spec\.analysis\.threshold/);
    expect(await refusal(stage, analysis({ interval: 'soon' }))).toMatch(/spec\.analysis\.interval/);
    expect(await refusal(stage, analysis({ webhooks: [{ name: 'a' }] }))).toMatch(
      /spec\.analysis\.webhooks\[0\]\.url/,
    );
    expect(
      await refusal(stage, analysis({ webhooks: [{ name: 'a', url: 'http://a', type: 'never' }] })),
    ).toMatch(/spec\.analysis\.webhooks\[0\]\.type/);
  });

  for (const [parts, message] of REFUSED) {
    await when(`a spec is applied that the operator refuses: ${String(message)}`, () =>
      stage.applyCanary(parts),
    );
    await then('the condition Accepted names field and allowed form', () =>
      stage.until(
        'Accepted is False',
        () =>
          stage.condition('Accepted')?.['status'] === 'False' &&
          message.test(String(stage.condition('Accepted')?.['message'])),
        30,
      ),
    );
    await then('an Event does, too', () =>
      stage.until('an Event', () =>
        stage.events().some((event) => event.reason === 'InvalidSpec' && message.test(event.message)),
      ),
    );
  }

  await when('the spec is good again', () => stage.applyCanary());
  await then('it is accepted, and a rollout works', async () => {
    await stage.until('Accepted is True', () => stage.condition('Accepted')?.['status'] === 'True', 30);
    await stage.release('1.0.1');
    await stage.untilPhase('Succeeded', 180);
  });
});
