import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../api/objects.ts';
import { daemonSetReadiness } from './daemon-set.ts';

const daemonSet = (
  status: Record<string, unknown>,
  nodeSelector: Record<string, string> = {},
): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'podinfo', namespace: 'test', generation: 2 },
  spec: { template: { spec: { nodeSelector } } },
  status: { observedGeneration: 2, ...status },
});

const complete = { desiredNumberScheduled: 4, updatedNumberScheduled: 4, numberAvailable: 4 };

describe('a DaemonSet', () => {
  test.each([
    { name: 'on all nodes is ready', status: complete, is: { kind: 'ready' } },
    {
      name: 'whose change was not seen yet is awaited',
      status: { ...complete, observedGeneration: 1 },
      is: { message: 'waiting for the DaemonSet controller to see the change' },
    },
    {
      name: 'whose nodes run an older revision is awaited',
      status: { ...complete, updatedNumberScheduled: 1 },
      is: { message: '1 of 4 nodes run the new revision' },
    },
    {
      name: 'whose pods do not serve is awaited',
      status: { ...complete, numberAvailable: 2 },
      is: { message: '2 of 4 pods are available' },
    },
    {
      name: 'with pods enough for its threshold is ready',
      status: { ...complete, numberAvailable: 2 },
      threshold: 50,
      is: { kind: 'ready' },
    },
    {
      name: 'that no node is to run is never ready',
      status: { desiredNumberScheduled: 0 },
      is: { kind: 'progressing', message: expect.stringContaining('no node is to run it') },
    },
    {
      name: 'at zero is never ready',
      status: complete,
      selector: { 'flagger.app/scale-to-zero': 'true' },
      is: { message: 'it is scaled to zero' },
    },
    {
      name: 'without a status is awaited',
      status: { observedGeneration: undefined },
      is: { kind: 'progressing' },
    },
  ])('$name', ({ status, threshold = 100, selector = {}, is }) => {
    expect(
      daemonSetReadiness(daemonSet(status, selector as Record<string, string>), threshold),
    ).toMatchObject(is);
  });
});
