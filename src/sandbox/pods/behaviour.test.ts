import { describe, expect, test } from '@jest/globals';
import { behaviourOf, versionOf } from './behaviour.ts';
import type { EnvVar } from './pod.ts';

const container = (image: string, env: readonly EnvVar[] = []) => ({ name: 'podinfo', image, env });
const variable = (name: string, value: string): EnvVar => ({ name, value });
const plain = { errorRate: 0, latencyMs: 0, readyAfterMs: 0, neverReady: false, crashAfterMs: undefined };

describe('the version of an image', () => {
  test.each([
    ['serinette/podinfo:6.1.0', '6.1.0'],
    ['serinette/podinfo', 'latest'],
    ['registry:5000/podinfo', 'latest'],
    ['registry:5000/podinfo:1.0', '1.0'],
    ['registry:5000/podinfo:1.0@sha256:abc', '1.0'],
  ])('%s is %s', (image, version) => expect(versionOf(image)).toBe(version));
});

describe('a container behaves as its tag and environment say', () => {
  test.each([
    { name: 'a plain version is healthy and fast', image: 'a:1', env: [], over: { version: '1' } },
    {
      name: '-bad fails a tenth',
      image: 'a:2-bad',
      env: [],
      over: { version: '2-bad', errorRate: 0.1 },
    },
    {
      name: 'VERSION wins over the tag',
      image: 'a:2',
      env: [variable('VERSION', '3-bad')],
      over: { version: '3-bad', errorRate: 0.1 },
    },
    {
      name: 'ERROR_RATE wins over -bad',
      image: 'a:2-bad',
      env: [variable('ERROR_RATE', '0.5')],
      over: { version: '2-bad', errorRate: 0.5 },
    },
    { name: '-slow takes 800 ms', image: 'a:2-slow', env: [], over: { version: '2-slow', latencyMs: 800 } },
    {
      name: 'LATENCY wins over -slow',
      image: 'a:2-slow',
      env: [variable('LATENCY', '20ms')],
      over: { version: '2-slow', latencyMs: 20 },
    },
    {
      name: '-unready never gets ready',
      image: 'a:2-unready',
      env: [],
      over: { version: '2-unready', neverReady: true },
    },
    {
      name: '-crash exits soon, and was never ready',
      image: 'a:2-crash',
      env: [],
      over: { version: '2-crash', neverReady: true, crashAfterMs: 300 },
    },
    {
      name: 'all else comes from the environment',
      image: 'a:3',
      env: [
        variable('READY_AFTER', '1m30s'),
        variable('NEVER_READY', 'true'),
        variable('CRASH_AFTER', '1.5s'),
      ],
      over: { version: '3', readyAfterMs: 90_000, neverReady: true, crashAfterMs: 1500 },
    },
  ])('$name', ({ image, env, over }) => {
    expect(behaviourOf(container(image, env))).toEqual({ ...plain, ...over });
  });

  test.each([
    ['ERROR_RATE', '1.5', 'ERROR_RATE must be a number from 0 to 1, not "1.5"'],
    ['ERROR_RATE', 'many', 'ERROR_RATE must be a number from 0 to 1, not "many"'],
    ['LATENCY', '20', '"20" is not a duration'],
  ])('%s=%s is refused', (name, value, message) => {
    expect(() => behaviourOf(container('a:1', [variable(name, value)]))).toThrow(message);
  });
});
