import { expect, test } from '@jest/globals';
import { aPlan } from '../../../test/builders/plan.ts';
import { seeing } from '../../../test/builders/snapshot.ts';
import { aRun, aStatus } from '../../../test/builders/status.ts';
import type { Alert } from '../../decide/alerts.ts';
import { VirtualClock } from '../../runtime/virtual-clock.ts';
import type { Parcel } from '../outbox.ts';
import { Alerts } from './alerts.ts';
import type { Scene } from './message.ts';

const plan = aPlan({
  alerts: [
    { name: 'all', providerRef: { name: 'all' } },
    { name: 'errors', severity: 'error', providerRef: { name: 'errors' } },
  ],
});
const sceneOf = (run = '2'): Scene => ({
  plan,
  seen: seeing(),
  status: aStatus({ run: aRun({ id: run, reason: 'FailedChecks' }) }),
});
const HOLD: Alert = { moment: 'Holding/RouteRefused', severity: 'warn', text: 'halted' };
const END: Alert = { moment: 'Ended/FailedChecks', severity: 'error', text: 'failed' };

/** Alerts whose parcels lie in a list instead of being sent. */
const stage = () => {
  const clock = new VirtualClock();
  const parcels: Parcel[] = [];
  const dropped: string[] = [];
  const alerts = new Alerts({
    http: { send: () => Promise.reject(new Error('not asked for')) },
    clock,
    cluster: { get: () => Promise.reject(new Error('not asked for')) },
    providers: { get: () => undefined },
    own: { slack: undefined, msteams: undefined },
    wording: { clusterName: undefined, alertLink: undefined },
    outbox: { put: (parcel) => void parcels.push(parcel) },
    onEnding: ({ ending }) => {
      if (ending.kind === 'dropped') dropped.push(ending.reason);
    },
  });
  return { alerts, clock, parcels, dropped, lanes: () => parcels.map(({ lane }) => lane) };
};

test('an alert goes to those who want its severity, each by its own lane', () => {
  const { alerts, lanes } = stage();
  void alerts.tell(HOLD, sceneOf());
  expect(lanes()).toEqual(['provider/test/all']);
  void alerts.tell(END, sceneOf());
  expect(lanes()).toEqual(['provider/test/all', 'provider/test/all', 'provider/test/errors']);
});

test('an end is sent once however often it is told, and whoever waits for it waits for the same', async () => {
  const { alerts, parcels, dropped } = stage();
  const told = [alerts.tell(END, sceneOf()), alerts.tell(END, sceneOf())];
  expect(parcels).toHaveLength(2);
  let isOver = false;
  void Promise.all(told).then(() => {
    isOver = true;
  });
  for (const parcel of parcels) {
    expect(isOver).toBe(false);
    parcel.ended({ kind: 'delivered' });
    await Promise.resolve();
  }
  await Promise.all(told);
  expect(dropped).toEqual([]);
  void alerts.tell(END, sceneOf('3'));
  expect(parcels).toHaveLength(4);
});

test('what flaps is sent once in ten minutes, for each run', async () => {
  const { alerts, clock, parcels, dropped } = stage();
  for (let times = 0; times < 3; times += 1) void alerts.tell(HOLD, sceneOf());
  expect([parcels.length, dropped]).toEqual([1, ['tooOften', 'tooOften']]);
  void alerts.tell(HOLD, sceneOf('3'));
  expect(parcels).toHaveLength(2);
  await clock.advance(600_000);
  void alerts.tell(HOLD, sceneOf());
  expect(parcels).toHaveLength(3);
});
