import { expect } from '@jest/globals';
import { expectWeights } from '../../support/expectations.ts';
import { scenario } from '../../support/scenario.ts';

const HIJACK = JSON.stringify([
  { op: 'replace', path: '/spec/http/0/route/0/weight', value: 0 },
  { op: 'replace', path: '/spec/http/0/route/1/weight', value: 100 },
]);

scenario('route-edited', { health: 'healthy' }, async ({ stage, when, then, note }) => {
  await when('version 1.0.1 has a share of the traffic', async () => {
    await stage.release('1.0.1');
    await stage.until('weight 20', () => stage.routes().at(-1)?.canaryWeight === 20);
  });
  await when('somebody sends all traffic to it by hand', () =>
    stage.kubectl('patch', 'virtualservice', 'app', '--type=json', '-p', HIJACK),
  );

  await then('the recorded weight is back within seconds', async () => {
    await stage.until('the edit was seen', () =>
      stage.routes().some(({ canaryWeight }) => canaryWeight === 100),
    );
    const edit = stage.routes().findLastIndex(({ canaryWeight }) => canaryWeight === 100);
    await stage.until('another route', () => stage.routes().length > edit + 1, 10);
    const [edited, restored] = stage.routes().slice(edit);
    expect([20, 40]).toContain(restored?.canaryWeight);
    note(`restored after ${(restored?.at ?? NaN) - (edited?.at ?? NaN)} ms`);
  });
  await then('the run goes on, and is promoted', () => stage.untilPhase('Succeeded', 180));
  await then('no step was left out', () => expectWeights(stage, [0, 20, 40, 60]));
});
