import { DEPLOYMENT, SERVICE } from '../../src/api/kinds.ts';
import type { Scenario } from './rollouts.ts';
import type { Given } from './scene.ts';
import { lead, targetScenarios, versions } from './target-rollouts.ts';
import type { World } from './world.ts';

const promotionOf = (what: string): Scenario => {
  const found = targetScenarios.find(({ name }) => name === `a promotion ${what}`);
  if (found?.spec === undefined || found.prepare === undefined) throw new Error(`no promotion ${what}`);
  return found;
};

const givenBy = (what: string): Pick<Given, 'spec' | 'target' | 'type'> => {
  const { spec = {}, prepare, type = DEPLOYMENT } = promotionOf(what);
  return { spec, type, ...(prepare === undefined ? {} : { target: prepare }) };
};

/** What its copy leads to, in the words of a target that has images. */
const LED: Readonly<Record<string, (typeof versions)[number]>> = {
  '1.0.0': 'v1',
  '1.0.1': 'v2',
  '1.0.3': 'v3',
};

const versionOfCopy = async (world: World): Promise<string> => {
  const copy = (await world.get(SERVICE, 'podinfo-primary')) as Record<string, any>;
  const found = Object.entries(LED).find(([, label]) => label === copy['spec'].selector.version);
  return found?.[0] ?? 'unknown';
};

/** Everything but a Deployment of fixed size. */
export const TARGETS: readonly { readonly target: string; readonly given: Given }[] = [
  { target: 'a DaemonSet', given: givenBy('of a DaemonSet') },
  {
    target: 'a Service',
    given: {
      ...givenBy('of a Service'),
      release: (world, version) => lead(world, LED[version] ?? 'v1'),
      versionOf: versionOfCopy,
    },
  },
  { target: 'a HorizontalPodAutoscaler', given: givenBy('under a HorizontalPodAutoscaler') },
  { target: 'a ScaledObject', given: givenBy('under a ScaledObject') },
];
