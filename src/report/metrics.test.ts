import { expect, test } from '@jest/globals';
import { makeMetrics } from './metrics.ts';

test('what waits is counted at the moment when Prometheus asks', async () => {
  const { registry, sources } = makeMetrics('1.2.3');
  const waiting = { runs: 3, deliveries: 2 };
  sources.depth = () => waiting.runs;
  sources.waiting = () => waiting.deliveries;
  expect(await registry.metrics()).toMatch(/^serinette_queue_depth 3$[^]*^serinette_deliveries_waiting 2$/m);
  waiting.runs = 0;
  expect(await registry.metrics()).toMatch(/^serinette_queue_depth 0$/m);
});
