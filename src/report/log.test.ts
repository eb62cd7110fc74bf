import { beforeEach, expect, test } from '@jest/globals';
import { seeing } from '../../test/builders/snapshot.ts';
import { aRun, aStatus, NOW } from '../../test/builders/status.ts';
import { decision, tell, warn, whenChanged } from '../decide/decision.ts';
import { TIMES } from '../runtime/time.ts';
import type { Log } from '../runtime/log.ts';
import { logDecision } from './log.ts';

type Level = keyof Log;
let lines: { level: Level; fields: Record<string, unknown>; message: string }[];

const at =
  (level: Level) =>
  (fields: object, message: string): void =>
    void lines.push({ level, fields: { ...fields }, message });
const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };

beforeEach(() => {
  lines = [];
});

test.each([
  { name: 'a rollback', told: [warn('RollingBack', 'Rolling back podinfo.test')], level: 'warn' },
  { name: 'a failed check', told: [warn('CheckFailed', 'success rate 50 < 99')], level: 'warn' },
  {
    name: 'a step that also says something bad',
    told: [tell('Advanced', 'Advance podinfo.test'), warn('StepClamped', 'clamped')],
    level: 'warn',
  },
  { name: 'a step', told: [tell('Advanced', 'Advance podinfo.test')], level: 'info' },
])('$name is told at level $level', ({ told, level }) => {
  logDecision(log, seeing(), decision(aStatus(), whenChanged, told), TIMES.format);
  expect(lines).toEqual([
    {
      level,
      message: 'decided',
      fields: expect.objectContaining({
        canary: 'test/podinfo',
        why: told.map(({ message }) => message),
      }),
    },
  ]);
});

test('a new weight is told without an Event too', () => {
  const status = aStatus({ canaryWeight: 30 });
  const seen = seeing({ status: aStatus({ canaryWeight: 20 }) });
  logDecision(log, seen, decision(status), TIMES.format);
  expect(lines).toMatchObject([{ level: 'info', fields: { weight: 30 } }]);
});

test('a run that decides nothing new is told for debugging only', () => {
  logDecision(log, seeing(), decision(aStatus()), TIMES.format);
  expect(lines).toMatchObject([{ level: 'debug', message: 'looked', fields: { canary: 'test/podinfo' } }]);
});

test('the last check is told as the status shows it, its time in ISO', () => {
  const lastCheck = {
    verdict: 'fail',
    metric: 'request-success-rate',
    value: 50,
    weight: 10,
    at: NOW,
  } as const;
  const status = aStatus({ run: aRun({ lastCheck }) });
  logDecision(log, seeing(), decision(status, whenChanged, [warn('CheckFailed', 'x')]), TIMES.format);
  expect(lines[0]?.fields['check']).toEqual({ ...lastCheck, at: TIMES.format(NOW) });
  expect(TIMES.format(NOW)).toMatch(/^\d{4}-\d\d-\d\dT/);
});
