import { expect } from '@jest/globals';
import { type Answer, SETTLE_MS } from '../../support/answers.ts';
import { APP, APP_PORT, app } from '../../support/manifests.ts';
import { scenario } from '../../support/scenario.ts';
import type { Stage } from '../../support/stage.ts';

/** How often all traffic moves from one side to the other. */
const FLIPS = 12;
/** So many answers in a row from the new side mean that the route has been taken in. */
const SETTLED = 100;

const side = (name: string, version: string): object[] => {
  const deployment = app({ version });
  const { template } = deployment.spec;
  const labels = { app: APP, side: name };
  return [
    {
      ...deployment,
      metadata: { name },
      spec: {
        ...deployment.spec,
        selector: { matchLabels: labels },
        template: { ...template, metadata: { ...template.metadata, labels } },
      },
    },
    service(name, labels),
  ];
};

const service = (name: string, selector: object): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector, ports: [{ name: 'http', port: APP_PORT, targetPort: 'http' }] },
});

const route = (canaryWeight: number): object => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: APP },
  spec: {
    hosts: [APP],
    http: [
      {
        route: [
          { destination: { host: `${APP}-primary` }, weight: 100 - canaryWeight },
          { destination: { host: `${APP}-canary` }, weight: canaryWeight },
        ],
      },
    ],
  },
});

/** Time from the write to the last answer of the side that the traffic left, in ms. */
const settledMs = (answers: readonly Answer[], from: number, old: string): number =>
  Math.max(
    0,
    ...answers.filter(({ at, version }) => at >= from && version === old).map(({ at }) => at - from),
  );

const flip = async (stage: Stage, weight: number): Promise<number> => {
  const next = weight === 100 ? 'b' : 'a';
  const old = weight === 100 ? 'a' : 'b';
  await stage.apply(route(weight));
  await stage.until('the route was written', () => stage.routes().at(-1)?.canaryWeight === weight, 10);
  const from = stage.routes().at(-1)?.at ?? NaN;
  for (;;) {
    const answers = await stage.answers();
    const since = answers.filter(({ at }) => at >= from);
    if (since.length > SETTLED && since.slice(-SETTLED).every(({ version }) => version === next))
      return settledMs(answers, from, old);
    if (Date.now() - from > 60_000) throw new Error(`traffic did not move to ${weight} % within a minute`);
  }
};

scenario(
  'propagation-delay',
  { health: 'healthy', rollout: false, rps: 200, bare: true },
  async ({ stage, when, then, note }) => {
    await when('two versions stand behind a route that is not ours', async () => {
      await stage.apply(
        ...side('app-primary', 'a'),
        ...side('app-canary', 'b'),
        service(APP, { app: APP }),
        route(0),
      );
      for (const name of ['app-primary', 'app-canary'])
        await stage.kubectl('rollout', 'status', `deployment/${name}`, '--timeout=120s');
      await stage.startUsers();
      // The first look at the route may be older than the users.
      await flip(stage, 100);
    });

    await then('a written route is what clients see after a short while', async () => {
      const delays: number[] = [];
      for (let count = 0; count < FLIPS; count += 1)
        delays.push(await flip(stage, count % 2 === 0 ? 0 : 100));
      const sorted = delays.toSorted((a, b) => a - b);
      const [median = NaN, longest = NaN] = [sorted[Math.floor(FLIPS / 2)], sorted.at(-1)];
      note(`propagation: median ${median} ms, longest ${longest} ms of ${FLIPS}`);
      // What the other scenarios take for granted when they count the split, and the operator when it drains.
      expect(longest).toBeLessThan(SETTLE_MS);
    });
  },
);
