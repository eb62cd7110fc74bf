import { describe, expect, test } from '@jest/globals';
import { asStatus, disconnected, refusal } from './errors.ts';

describe('the answer of the server decides the code', () => {
  test.each([
    { status: 401, code: 'FORBIDDEN' },
    { status: 403, code: 'FORBIDDEN' },
    { status: 404, code: 'NOT_FOUND' },
    { status: 409, reason: 'Conflict', code: 'CONFLICT' },
    { status: 409, reason: 'AlreadyExists', code: 'ALREADY_EXISTS' },
    { status: 410, reason: 'Expired', code: 'EXPIRED' },
    { status: 400, code: 'REJECTED' },
    { status: 413, code: 'REJECTED' },
    { status: 422, reason: 'Invalid', code: 'REJECTED' },
    { status: 429, code: 'UNAVAILABLE' },
    { status: 500, code: 'UNAVAILABLE' },
    { status: 503, code: 'UNAVAILABLE' },
    { status: 302, code: 'UNAVAILABLE' },
  ])('$status $reason is $code', ({ status, reason, code }) => {
    expect(refusal('get pods', status, reason === undefined ? undefined : { reason }).code).toBe(code);
  });
});

test('what a namespace refuses because it is being deleted has no place any more: nothing is forbidden', () => {
  const body = { reason: 'Forbidden', details: { causes: [{ reason: 'NamespaceTerminating', field: 'x' }] } };
  expect(refusal('create events demo/a', 403, asStatus(body)).code).toBe('NOT_FOUND');
  expect(refusal('create events demo/a', 403, asStatus({ details: { causes: [null] } })).code).toBe(
    'FORBIDDEN',
  );
});

test('the message says what was tried and what the server said', () => {
  const error = refusal('create canaries demo/podinfo', 422, {
    reason: 'Invalid',
    message: 'spec.port is wrong',
  });
  expect(error.message).toBe('create canaries demo/podinfo: 422 Invalid: spec.port is wrong');
});

test('a long answer does not make a long message', () => {
  expect(refusal('get pods', 400, { message: 'x'.repeat(10_000) }).message).toHaveLength(512);
});

test('an answer that is no Status adds nothing to the message', () => {
  expect(refusal('get pods', 502, asStatus('<html>secret</html>')).message).toBe('get pods: 502');
});

test('an unreachable server is named by its errno', () => {
  const refused = Object.assign(new Error('connect 127.0.0.1:1'), { code: 'ECONNREFUSED' });
  expect(disconnected('get pods', refused).message).toBe('get pods: ECONNREFUSED connect 127.0.0.1:1');
  expect(disconnected('get pods', new AggregateError([refused], '')).message).toContain('ECONNREFUSED');
});
