import { describe, expect, test } from '@jest/globals';
import { parseAlertProvider } from './alert-provider.ts';

const parse = (spec: unknown) =>
  parseAlertProvider({
    apiVersion: 'flagger.app/v1beta1',
    kind: 'AlertProvider',
    metadata: { name: 'team', namespace: 'test' },
    spec,
  });

const issuesOf = (spec: unknown): readonly string[] => {
  const parsed = parse(spec);
  return 'issues' in parsed ? parsed.issues.map(({ path, problem }) => `${path} ${problem}`) : [];
};

describe('an AlertProvider', () => {
  test("has Flagger's channel and name unless it says others", () => {
    expect(parse({ type: 'slack', address: 'https://slack.test/word' })).toEqual({
      provider: {
        type: 'slack',
        channel: 'general',
        username: 'flagger',
        address: { url: 'https://slack.test/word' },
        proxy: undefined,
        format: undefined,
      },
    });
  });

  test('takes its address from a Secret, and messages through a proxy', () => {
    const spec = {
      type: 'msteams',
      channel: 'ops',
      username: 'canary',
      secretRef: { name: 'teams' },
      proxy: 'http://user:word@proxy.test:3128/',
      format: 'adaptiveCard',
    };
    expect(parse(spec)).toEqual({
      provider: {
        type: 'msteams',
        channel: 'ops',
        username: 'canary',
        address: { secret: 'teams' },
        proxy: 'http://user:word@proxy.test:3128/',
        format: 'adaptiveCard',
      },
    });
  });

  test.each([
    [
      undefined,
      ['spec.type is required', 'spec.address is required, unless secretRef names a Secret that holds it'],
    ],
    [
      { type: 'pagerduty', address: 'https://p.test' },
      ['spec.type must be one of slack, msteams, discord, rocket, gchat, webhook, got "pagerduty"'],
    ],
    [{ type: 'slack', address: 'https://[::word' }, ['spec.address must be an http:// or https:// URL']],
    [{ type: 'slack', address: 'hooks/word' }, ['spec.address must be an http:// or https:// URL']],
    [
      { type: 'slack', address: 'https://user:word@hooks' },
      ['spec.address must not contain a user name or password'],
    ],
    [
      { type: 'slack', address: 'https://h', secretRef: { name: 's' } },
      ['spec.address must not be set beside secretRef'],
    ],
    [{ type: 'slack', secretRef: {} }, ['spec.secretRef.name is required']],
    [
      { type: 'slack', address: 'https://h', proxy: 'socks5://user:word@p' },
      ['spec.proxy must be an http:// URL without a path'],
    ],
    [
      { type: 'msteams', address: 'https://h', format: 'text' },
      ['spec.format must be one of messageCard, adaptiveCard, got "text"'],
    ],
    [{ type: 'slack', address: 'https://h', channel: 1 }, ['spec.channel must be a string, got 1']],
  ])('%j is refused by name, without its secrets', (spec, issues) => {
    expect(issuesOf(spec)).toEqual(issues);
  });
});
