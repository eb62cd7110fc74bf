import { OperatorError } from '../../src/errors.ts';
import type { World } from './world.ts';

/** The primary's rollout of this version stops where it is, with its old pods still serving. */
export const refusePrimaryPods = (world: World, version: string): (() => void) =>
  world.api.admit(({ verb, object }) => {
    const { name } = object.metadata;
    const isMeant = verb === 'create' && object.kind === 'Pod' && name.startsWith('podinfo-primary');
    if (isMeant && JSON.stringify(object['spec']).includes(`podinfo:${version}`))
      throw new OperatorError('FORBIDDEN', 'exceeded quota');
  });
