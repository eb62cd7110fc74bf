import { describe, expect, test } from '@jest/globals';
import { OperatorError } from '../errors.ts';
import { VirtualClock } from '../runtime/virtual-clock.ts';
import { makeLogger } from './logger.ts';

type Line = Record<string, unknown> & { readonly err: Record<string, unknown> };

const lineOf = (write: (log: ReturnType<typeof makeLogger>) => void): { line: Line; text: string } => {
  const lines: string[] = [];
  write(makeLogger('info', new VirtualClock(), { write: (line) => void lines.push(line) }));
  expect(lines).toHaveLength(1);
  const text = lines[0] ?? '';
  return { line: JSON.parse(text) as Line, text };
};

test('a line has its level as a word and its time in ISO', () => {
  const { line } = lineOf((log) => {
    log.debug({}, 'too quiet');
    log.warn({ canary: 'test/podinfo' }, 'decided');
  });
  expect(line).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    canary: 'test/podinfo',
    msg: 'decided',
  });
});

describe('an error in a line', () => {
  test('that the environment is to blame for is its code and its message, once and without a stack', () => {
    const cause = new TypeError('socket hang up');
    const error = new OperatorError('FORBIDDEN', 'list secrets: 403 Forbidden', { cause });
    const { line, text } = lineOf((log) => log.warn({ err: error }, 'list failed; trying again'));
    expect(line.err).toEqual({ code: 'FORBIDDEN', message: 'list secrets: 403 Forbidden' });
    expect(text.split('list secrets')).toHaveLength(2);
  });

  test.each([
    new TypeError('nobody foresaw this'),
    new OperatorError('BUG', 'cannot happen', { cause: new TypeError('nobody foresaw this') }),
  ])('that nobody foresaw keeps its stack, and that of its cause: %s', (error) => {
    const { line } = lineOf((log) => log.error({ err: error }, 'run failed unexpectedly'));
    expect(line.err['stack']).toContain('TypeError: nobody foresaw this');
    expect(line.err['stack']).toContain('logger.test.ts');
  });
});
