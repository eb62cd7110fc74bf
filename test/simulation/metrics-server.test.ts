import { afterEach, expect, test } from '@jest/globals';
import { CANARY, DEPLOYMENT } from '../../src/api/kinds.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { canary, deployment } from '../support/manifests.ts';
import { makeWorld, type Operator, type World } from '../support/world.ts';

let world: World;
let operator: Operator;
let warnings: [object, string][];

const start = async (successRate: number | 'down'): Promise<void> => {
  warnings = [];
  const log = { ...silentLog, warn: (fields: object, text: string) => void warnings.push([fields, text]) };
  world = await makeWorld({ log, args: ['--metrics-server=http://user:secret@nowhere:9090'] });
  world.outside.successRate = successRate;
  operator = world.startOperator();
};

afterEach(async () => {
  await operator.stop();
  await world.close();
});

test('a metrics server that does not answer is named at the start, before any release depends on it', async () => {
  await start('down');
  await world.clock.advance(1_000);
  expect(warnings).toEqual([
    [
      { metricsServer: 'http://nowhere:9090', cause: 'connection refused' },
      'the server of --metrics-server does not answer; built-in metrics need it',
    ],
  ]);
});

test('a start costs the metrics server one request, and idling none', async () => {
  await start(100);
  await world.user.create(DEPLOYMENT, deployment('1.0.0'), world.never);
  await world.user.create(CANARY, canary(), world.never);
  await world.until(async () => (await world.status())['phase'] === 'Initialized', 120_000);
  await world.clock.advance(3_600_000);
  expect(world.outside.calls).toHaveLength(1);
  expect(warnings).toEqual([]);
});
