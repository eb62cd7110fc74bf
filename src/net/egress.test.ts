import { describe, expect, test } from '@jest/globals';
import { makeEgress } from './egress.ts';

const API = ['10.96.0.1', 'fd00:96::1'];
const refusal = (address: string, allow: readonly string[] = []) => makeEgress(allow).refusalOf(address, API);
/** As a URL would carry it: what the parser makes of a host is what is checked. */
const hostOf = (host: string): string => new URL(`http://${host}/`).hostname.replace(/^\[|\]$/g, '');

describe('refuses, in every spelling,', () => {
  test.each([
    ['127.0.0.1', 'loopback'],
    ['127.1', 'loopback'],
    ['127.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['2130706433', 'loopback'],
    ['0x7f000001', 'loopback'],
    ['0x7f.0.0.1', 'loopback'],
    ['0177.0.0.1', 'loopback'],
    ['0x7f.1', 'loopback'],
    ['017700000001', 'loopback'],
    ['127.0.0.1.', 'loopback'],
    ['１２７.０.０.１', 'loopback'],
    ['127。0。0。1', 'loopback'],
    ['%31%32%37.0.0.1', 'loopback'],
    ['[::1]', 'loopback'],
    ['[0:0:0:0:0:0:0:1]', 'loopback'],
    ['[::ffff:127.0.0.1]', 'loopback'],
    ['[::ffff:7f00:1]', 'loopback'],
    ['[0:0:0:0:0:ffff:7f00:1]', 'loopback'],
    ['[::127.0.0.1]', 'loopback'],
    ['[::ffff:0:127.0.0.1]', 'loopback'],
    ['[64:ff9b::127.0.0.1]', 'loopback'],
    ['[64:ff9b:1::7f00:1]', 'loopback'],
    ['[2002:7f00:1::]', 'loopback'],
    ['[2002:7f00:0001::1]', 'loopback'],
    ['[2001:0:7f00:1::]', 'loopback'],
    ['[2001:0:808:808::80ff:fffe]', 'loopback'],
    ['[fd00::5efe:127.0.0.1]', 'loopback'],
    ['[fd00::200:5efe:7f00:1]', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['0', 'unspecified'],
    ['0x0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['[::]', 'unspecified'],
    ['[::ffff:0.0.0.0]', 'unspecified'],
    ['169.254.169.254', 'cloud metadata'],
    ['169.254.43518', 'cloud metadata'],
    ['2852039166', 'cloud metadata'],
    ['0xa9fea9fe', 'cloud metadata'],
    ['0xA9.0xFE.0xA9.0xFE', 'cloud metadata'],
    ['0251.0376.0251.0376', 'cloud metadata'],
    ['[::ffff:169.254.169.254]', 'cloud metadata'],
    ['[::ffff:a9fe:a9fe]', 'cloud metadata'],
    ['[64:ff9b::a9fe:a9fe]', 'cloud metadata'],
    ['[2002:a9fe:a9fe::]', 'cloud metadata'],
    ['[fd00:ec2::254]', 'cloud metadata'],
    ['[fd00:0ec2:0:0:0:0:0:254]', 'cloud metadata'],
    ['[fd20:ce::254]', 'cloud metadata'],
    ['100.100.100.200', 'cloud metadata'],
    ['168.63.129.16', 'cloud metadata'],
    ['192.0.0.192', 'cloud metadata'],
    ['169.254.0.1', 'link-local'],
    ['169.254.255.255', 'link-local'],
    ['[fe80::1]', 'link-local'],
    ['[febf:ffff::1]', 'link-local'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.250', 'multicast'],
    ['[ff02::1]', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['4294967295', 'broadcast'],
    ['10.96.0.1', 'API server'],
    ['10.96.1', 'API server'],
    ['174063617', 'API server'],
    ['[::ffff:10.96.0.1]', 'API server'],
    ['[fd00:96::1]', 'API server'],
    ['[fd00:96:0::0001]', 'API server'],
  ])('%s as %s', (host, kind) => {
    expect(refusal(hostOf(host))).toBe(kind);
  });

  test('a zone, as resolvers may append it', () => {
    expect(refusal('fe80::1%eth0')).toBe('link-local');
  });

  test.each(['', 'localhost', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', ':::', '1::2::3', '12345::'])(
    'what is no address: %j',
    (text) => {
      expect(refusal(text)).toBe('unreadable');
    },
  );
});

describe('lets pass', () => {
  test.each([
    '10.0.0.1',
    '10.96.0.10',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '126.255.255.255',
    '128.0.0.1',
    '169.253.255.255',
    '169.255.0.0',
    '223.255.255.255',
    '8.8.8.8',
    '[fd12:3456::1]',
    '[2001:4860:4860::8888]',
    '[::ffff:10.0.0.1]',
    '[64:ff9b::808:808]',
    '[fe00::1]',
    '[fec0::1]',
  ])('%s', (host) => {
    expect(refusal(hostOf(host))).toBeUndefined();
  });
});

describe('the allow list', () => {
  test.each([
    ['127.0.0.1', '127.0.0.0/8', true],
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.2', '127.0.0.1/32', false],
    ['::ffff:127.0.0.1', '127.0.0.0/8', true],
    ['::1', '127.0.0.0/8', false],
    ['::1', '::1/128', true],
    ['fe80::5', 'fe80::/10', true],
    ['169.254.169.254', '127.0.0.0/8', false],
    ['10.96.0.1', '10.0.0.0/8', true],
    ['224.0.0.1', '0.0.0.0/0', true],
  ])('%s is permitted by %s: %s', (address, allow, isPermitted) => {
    expect(refusal(address, [allow]) === undefined).toBe(isPermitted);
  });

  test.each(['127.0.0.0/33', 'loopback', '127.0.0.0/', '::/129', '10.0.0.0/8/8', '10.0/8'])(
    'does not take %s for a CIDR',
    (text) => {
      expect(() => makeEgress([text])).toThrow(/not a CIDR/);
    },
  );
});
