import { expect } from '@jest/globals';
import { LOAD_PORT } from '../../support/manifests.ts';
import { scenario } from '../../support/scenario.ts';

const BEGINS = 'info New revision detected, progressing canary analysis.';
const PROMOTED = 'info Canary analysis completed successfully, promotion finished.';
const FAILED = 'error Failed checks threshold reached 2';

scenario('alerts', { health: 'broken' }, async ({ stage, when, then }) => {
  const texts = async (): Promise<string[]> =>
    (await stage.heard()).map(({ severity, text }) => `${String(severity)} ${String(text)}`);
  const untilHeard = async (text: string, limitMs = 30_000): Promise<void> => {
    const began = Date.now();
    while (!(await texts()).includes(text))
      if (Date.now() - began > limitMs) throw new Error(`not heard: ${text}\n${(await texts()).join('\n')}`);
  };

  await when('a team in the cluster wants to hear of everything', async () => {
    await stage.apply({
      apiVersion: 'flagger.app/v1beta1',
      kind: 'AlertProvider',
      metadata: { name: 'team' },
      spec: { type: 'webhook', address: `http://load.${stage.namespace}:${LOAD_PORT}/heard` },
    });
    const alerts = [{ name: 'team', severity: 'info', providerRef: { name: 'team' } }];
    await stage.applyCanary({ analysis: { alerts, threshold: 2 } });
  });
  await when('version 1.0.1 is applied', () => stage.release('1.0.1'));
  await then('the team hears that it begins', () => untilHeard(BEGINS, 60_000));
  await then('it is promoted', () => stage.untilPhase('Succeeded', 180));
  await then('the team hears that it is, with what was promoted', async () => {
    await untilHeard(PROMOTED);
    expect(await texts()).toEqual([BEGINS, PROMOTED]);
    expect((await stage.heard())[1]).toMatchObject({
      name: 'app',
      namespace: stage.namespace,
      phase: 'Succeeded',
    });
  });
  await when('a bad version is applied', () => stage.release('1.0.2-bad'));
  await then('the team hears why it is rolled back, with the check that failed', async () => {
    await stage.untilPhase('Failed', 240);
    await untilHeard(FAILED);
    expect(await texts()).toEqual([BEGINS, PROMOTED, BEGINS, FAILED]);
    expect((await stage.heard())[3]).toMatchObject({
      reason: 'FailedChecks',
      check: { verdict: 'fail', metric: 'request-success-rate', bound: '>= 99' },
    });
  });
  await then('nothing is owed any more', () =>
    stage.until('announced', () => stage.status()['run']?.announced === true, 30),
  );
});
