import { expect, test } from '@jest/globals';
import { signed } from './sigv4.ts';

const SCOPE = { region: 'us-east-1', service: 'service', nowMs: Date.UTC(2015, 7, 30, 12, 36) };
const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

/** Names and signatures are those of AWS' Signature Version 4 test suite. */
const SUITE = [
  ['get-vanilla', 'GET', '/', {}, '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['post-vanilla', 'POST', '/', {}, '', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    '/?Param2=value2&Param1=value1',
    {},
    '',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'post-x-www-form-urlencoded',
    'POST',
    '/',
    { 'content-type': 'application/x-www-form-urlencoded' },
    'Param1=value1',
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
] as const;

test.each(SUITE)('%s of the test suite of AWS is signed', (...[, method, path, headers, body, signature]) => {
  const url = new URL(path, 'https://example.amazonaws.com');
  const { authorization, ...sent } = signed({ method, url, headers, body }, KEYS, SCOPE);
  const names = Object.keys({ ...headers, host: '', 'x-amz-date': '' }).sort();
  expect(authorization).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
      `SignedHeaders=${names.join(';')}, Signature=${signature}`,
  );
  expect(sent).toEqual({ ...headers, 'x-amz-date': '20150830T123600Z' });
});

test('the token of a session is sent and signed', () => {
  const request = { method: 'POST', url: new URL('https://x.amazonaws.com/'), headers: {}, body: '' };
  const headers = signed(request, { ...KEYS, sessionToken: 'session' }, SCOPE);
  expect(headers['x-amz-security-token']).toBe('session');
  expect(headers['authorization']).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token,');
});
