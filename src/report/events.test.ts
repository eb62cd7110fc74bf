import { expect, test } from '@jest/globals';
import type { KubeObject } from '../api/objects.ts';
import { OperatorError } from '../errors.ts';
import { VirtualClock } from '../runtime/virtual-clock.ts';
import type { Log } from '../runtime/log.ts';
import { makeEvents } from './events.ts';

const canary: KubeObject = {
  apiVersion: 'flagger.app/v1beta1',
  kind: 'Canary',
  metadata: { name: 'podinfo', namespace: 'test', uid: 'u-1' },
};

const eventsThat = (create: () => Promise<KubeObject>) => {
  const told: [object, string][] = [];
  const note = (fields: object, message: string): void => void told.push([fields, message]);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  let dropped = 0;
  const events = makeEvents({
    cluster: { create },
    clock: new VirtualClock(),
    log,
    formatTime: String,
    signal: new AbortController().signal,
    onDropped: () => {
      dropped += 1;
    },
  });
  return { events, told, dropped: () => dropped };
};

const announcement = { type: 'Warning', topic: 'Holding', message: 'the target is gone' } as const;

test('an Event that cannot be written is counted and told', async () => {
  const err = new OperatorError('FORBIDDEN', 'create events');
  const { events, told, dropped } = eventsThat(() => Promise.reject(err));
  events.tell(canary, announcement);
  await events.drained();
  expect(dropped()).toBe(1);
  expect(told).toEqual([
    [{ canary: 'test/podinfo', event: 'the target is gone', err }, 'event was not written'],
  ]);
});

test('an Event for a namespace that is being deleted is not missed', async () => {
  const { events, told, dropped } = eventsThat(() =>
    Promise.reject(new OperatorError('NOT_FOUND', 'create events')),
  );
  events.tell(canary, announcement);
  await events.drained();
  expect(dropped()).toBe(0);
  expect(told).toEqual([]);
});
