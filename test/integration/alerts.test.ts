import { describe, expect, test } from '@jest/globals';
import { OperatorError } from '../../src/errors.ts';
import { aPlan } from '../builders/plan.ts';
import { seeing } from '../builders/snapshot.ts';
import { aStatus, atRest, NOW, rev } from '../builders/status.ts';
import { type Reply, type Sending, sendAlert } from '../support/alert-receiver.ts';

const ID = 'c-1/2/Ended/FailedChecks';
const FIELDS = [
  ['Cluster', 'blue'],
  ['Reason', 'FailedChecks'],
  ['Failed check', 'request-success-rate was 90.12, wanted >= 99 over 1m at weight 20'],
  ['Progress', 'weight 20 of 50, 3 checks, 2 of 2 failed, in 20s'],
  ['Images', 'serinette/podinfo:1.0.0'],
  ['Revision', rev('B').slice(3, 15)],
] as const;

const attachment = (color: string, escaped = (text: string) => text) => ({
  channel: 'general',
  username: 'flagger',
  icon_emoji: ':rocket:',
  attachments: [
    {
      color,
      fallback: 'podinfo.test: Failed checks threshold reached 2',
      author_name: 'podinfo.test',
      text: 'Failed checks threshold reached 2',
      mrkdwn_in: ['text'],
      fields: FIELDS.map(([title, value]) => ({ title, value: escaped(value), short: false })),
      ts: NOW / 1000,
    },
  ],
});
const html = (text: string): string => text.replaceAll('>', '&gt;');

/** A kind of receiver: what it must be sent, and what its server may say. */
interface Kind {
  readonly sending: Sending;
  readonly sends: { readonly url: string; readonly headers?: object; readonly body: unknown };
  readonly accepts: readonly Reply[];
  readonly refuses: readonly (readonly [Reply, string])[];
  readonly defers: readonly Reply[];
}

const KINDS: Readonly<Record<string, Kind>> = {
  slack: {
    sending: { provider: { type: 'slack', address: 'https://hooks.slack.com/services/T0/B0/word' } },
    sends: { url: 'https://hooks.slack.com/services/T0/B0/word', body: attachment('danger', html) },
    accepts: [[200, 'ok']],
    refuses: [
      [[404, 'no_service'], 'answered with status 404'],
      [[403, 'action_prohibited'], 'answered with status 403'],
      [[410, 'channel_is_archived'], 'answered with status 410'],
    ],
    defers: [[429, '']],
  },
  "slack's API": {
    sending: {
      provider: { type: 'slack', channel: 'ops', username: 'canary' },
      secret: { address: 'https://slack.com/api/chat.postMessage', token: 'xoxb-word\n' },
    },
    sends: {
      url: 'https://slack.com/api/chat.postMessage',
      headers: { authorization: 'Bearer xoxb-word' },
      body: { ...attachment('danger', html), channel: 'ops', username: 'canary' },
    },
    accepts: [[200, { ok: true, channel: 'C1', ts: '1.2' }]],
    refuses: [
      [[200, { ok: false, error: 'invalid_auth' }], 'answered with error invalid_auth'],
      [[200, { ok: false, error: 'channel_not_found' }], 'answered with error channel_not_found'],
      [[200, { ok: false, error: 'xoxb-word is wrong' }], 'answered with ok: false'],
    ],
    defers: [
      [429, { ok: false, error: 'ratelimited' }],
      [200, { ok: false, error: 'ratelimited' }],
      [200, { ok: false, error: 'service_unavailable' }],
    ],
  },
  discord: {
    sending: {
      provider: { type: 'discord', address: 'https://discord.com/api/webhooks/1/word?thread_id=7' },
    },
    sends: { url: 'https://discord.com/api/webhooks/1/word/slack?thread_id=7', body: attachment('#FF0000') },
    accepts: [
      [200, 'ok'],
      [204, ''],
    ],
    refuses: [
      [[404, { message: 'Unknown Webhook', code: 10015 }], 'answered with status 404'],
      [[401, { message: 'Invalid Webhook Token', code: 50027 }], 'answered with status 401'],
    ],
    defers: [[429, { message: 'You are being rate limited.', retry_after: 0.5, global: false }]],
  },
  rocket: {
    sending: {
      provider: { type: 'rocket', channel: '#ops', username: 'canary' },
      secret: { address: 'https://chat.test/hooks/word', token: 'word' },
    },
    sends: {
      url: 'https://chat.test/hooks/word',
      headers: { authorization: 'Bearer word' },
      body: { ...attachment('#FF0000'), channel: '#ops', username: 'canary' },
    },
    accepts: [[200, { success: true }]],
    refuses: [
      [[400, { success: false, error: 'invalid-channel' }], 'answered with status 400'],
      [[200, { success: false, error: 'invalid-channel' }], 'answered with error invalid-channel'],
    ],
    defers: [[429, { success: false }]],
  },
  'msteams, to a connector': {
    sending: { provider: { type: 'msteams', address: 'https://t.webhook.office.com/webhookb2/word' } },
    sends: {
      url: 'https://t.webhook.office.com/webhookb2/word',
      body: {
        '@type': 'MessageCard',
        '@context': 'https://schema.org/extensions',
        themeColor: 'FF0000',
        summary: 'podinfo.test',
        sections: [
          {
            activityTitle: 'Failed checks threshold reached 2',
            activitySubtitle: 'podinfo.test',
            facts: FIELDS.map(([name, value]) => ({ name, value })),
          },
        ],
      },
    },
    accepts: [[200, '1']],
    refuses: [
      [[404, ''], 'answered with status 404'],
      [
        [
          200,
          'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 403 with ContextId x.',
        ],
        'Teams answered with status 403',
      ],
    ],
    defers: [
      [
        200,
        'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId x.',
      ],
    ],
  },
  'msteams, to a workflow': {
    sending: {
      provider: {
        type: 'msteams',
        address:
          'https://prod-1.westeurope.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke?sig=word',
      },
    },
    sends: {
      url: 'https://prod-1.westeurope.logic.azure.com/workflows/1/triggers/manual/paths/invoke?sig=word',
      body: {
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            contentUrl: null,
            content: {
              $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
              type: 'AdaptiveCard',
              version: '1.2',
              msteams: { width: 'Full' },
              body: [
                {
                  type: 'TextBlock',
                  text: 'Failed checks threshold reached 2',
                  weight: 'Bolder',
                  size: 'Medium',
                  wrap: true,
                  color: 'Attention',
                },
                { type: 'TextBlock', text: 'podinfo.test', isSubtle: true, spacing: 'None', wrap: true },
                { type: 'FactSet', facts: FIELDS.map(([title, value]) => ({ title, value })) },
              ],
            },
          },
        ],
      },
    },
    accepts: [[202, '']],
    refuses: [[[401, { error: { code: 'DirectApiAuthorizationRequired' } }], 'answered with status 401']],
    defers: [[429, { error: { code: 'WorkflowTriggerIsThrottled' } }]],
  },
  gchat: {
    sending: {
      provider: {
        type: 'gchat',
        address: 'https://chat.googleapis.com/v1/spaces/S/messages?key=k&token=word',
      },
    },
    sends: {
      url: 'https://chat.googleapis.com/v1/spaces/S/messages?key=k&token=word',
      body: {
        fallbackText: 'podinfo.test: Failed checks threshold reached 2',
        cardsV2: [
          {
            cardId: ID,
            card: {
              header: { title: '🛑 Failed checks threshold reached 2', subtitle: 'podinfo.test' },
              sections: [
                {
                  widgets: FIELDS.map(([topLabel, value]) => ({
                    decoratedText: { topLabel, text: html(value), wrapText: true },
                  })),
                },
              ],
            },
          },
        ],
      },
    },
    accepts: [[200, { name: 'spaces/S/messages/1' }]],
    refuses: [
      [[400, { error: { code: 400, status: 'INVALID_ARGUMENT' } }], 'answered with status 400'],
      [[404, { error: { code: 404, status: 'NOT_FOUND' } }], 'answered with status 404'],
    ],
    defers: [[429, { error: { code: 429, status: 'RESOURCE_EXHAUSTED' } }]],
  },
  webhook: {
    sending: {
      provider: { type: 'webhook' },
      secret: { address: 'https://alerts.test/serinette?team=shop', token: 'word' },
      alertLink: 'https://dashboards.test/{namespace}?canary={name}',
    },
    sends: {
      url: 'https://alerts.test/serinette?team=shop',
      headers: { authorization: 'Bearer word', 'idempotency-key': ID },
      body: {
        id: ID,
        severity: 'error',
        text: 'Failed checks threshold reached 2',
        timestamp: '2023-11-14T22:13:20.000Z',
        name: 'podinfo',
        namespace: 'test',
        uid: 'c-1',
        phase: 'Progressing',
        run: '2',
        reason: 'FailedChecks',
        revision: rev('B').slice(3, 15),
        images: { podinfod: 'serinette/podinfo:1.0.0' },
        weight: 20,
        check: {
          verdict: 'fail',
          metric: 'request-success-rate',
          value: 90.123,
          bound: '>= 99',
          window: '1m',
          weight: 20,
          at: '2023-11-14T22:13:20.000Z',
        },
        link: 'https://dashboards.test/test?canary=podinfo',
        cluster: 'blue',
      },
    },
    accepts: [
      [200, ''],
      [201, 'anything'],
      [204, ''],
    ],
    refuses: [
      [[400, ''], 'answered with status 400'],
      [[501, ''], 'answered with status 501'],
    ],
    defers: [
      [429, ''],
      [502, ''],
    ],
  },
};

describe.each(Object.entries(KINDS))('%s', (_, { sending, sends, accepts, refuses, defers }) => {
  test('is sent what it documents', async () => {
    const { requests } = await sendAlert(sending, accepts.slice(0, 1));
    expect(requests.map(({ method, meant }) => [method, meant.href])).toEqual([['POST', sends.url]]);
    expect(requests[0]?.headers).toMatchObject({ 'content-type': 'application/json', ...sends.headers });
    if (sends.headers === undefined) expect(requests[0]?.headers).not.toHaveProperty('authorization');
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual(sends.body);
  });

  test.each(accepts)('takes %j for delivered', async (...reply) => {
    const { ending, requests } = await sendAlert(sending, [reply as unknown as Reply]);
    expect([ending, requests.length]).toEqual([{ kind: 'delivered' }, 1]);
  });

  test('may take its time, up to five seconds', async () => {
    const { ending, requests } = await sendAlert({ ...sending, takesMs: 3_500 }, [accepts[0]!]);
    expect([ending, requests.length]).toEqual([{ kind: 'delivered' }, 1]);
    const late = await sendAlert({ ...sending, takesMs: 5_500 }, [
      accepts[0]!,
      ...Array<Reply>(9).fill('silence'),
    ]);
    expect(late.ending).toMatchObject({
      reason: 'unreachable',
      why: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+ did not answer within 5000 ms$/),
    });
  });

  test.each(refuses)('takes %j for a refusal, and asks no second time', async (reply, why) => {
    const { ending, requests } = await sendAlert(sending, [reply]);
    expect([ending, requests.length]).toEqual([{ kind: 'dropped', reason: 'refused', why }, 1]);
  });

  test.each<{ reply: Reply }>(
    [...defers, [500, 'oops'] as const, [503, ''] as const, 'silence' as const].map((reply) => ({ reply })),
  )('is sent the same again after $reply', async ({ reply }) => {
    const { ending, requests } = await sendAlert(sending, [reply, accepts[0]!]);
    expect(ending).toEqual({ kind: 'delivered' });
    expect(requests).toHaveLength(2);
    expect(requests[1]?.body).toBe(requests[0]?.body);
  });

  test.each([
    ['seconds', '20'],
    ['a date', new Date(NOW + 20_000).toUTCString()],
  ])('is left alone as long as it asks, in %s', async (_name, header) => {
    const { requests } = await sendAlert(sending, [[429, '', { 'retry-after': header }], accepts[0]!]);
    const [first, second] = requests.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(19.5);
  });

  test('is given up after ten tries, and its address is in no word of that', async () => {
    const { ending, requests } = await sendAlert(
      sending,
      Array.from({ length: 10 }, () => [502, 'word'] as const),
    );
    expect(ending).toEqual({ kind: 'dropped', reason: 'unreachable', why: 'answered with status 502' });
    expect(requests).toHaveLength(10);
  });
});

describe('Teams', () => {
  const formOf = async (address: string, more: object = {}): Promise<unknown> => {
    const { requests } = await sendAlert({ provider: { type: 'msteams', address, ...more } }, [[200, '1']]);
    const body = JSON.parse(requests[0]?.body ?? '') as Record<string, unknown>;
    return body['@type'] ?? body['type'];
  };

  test.each([
    ['https://outlook.office.com/webhook/word', 'MessageCard'],
    ['https://relay.test/word', 'MessageCard'],
    ['https://default1.02.environment.api.powerplatform.com/powerautomate/word', 'message'],
    ['https://prod-1.usgovtexas.logic.azure.us/workflows/word', 'message'],
    ['https://logic.azure.com.evil.test/word', 'MessageCard'],
  ])('at %s gets the form that its address tells: %s', async (address, form) => {
    expect(await formOf(address)).toBe(form);
  });

  test('gets the form that the provider asks for', async () => {
    expect(await formOf('https://relay.test/word', { format: 'adaptiveCard' })).toBe('message');
    const workflow = 'https://prod-1.westeurope.logic.azure.com/word';
    expect(await formOf(workflow, { format: 'messageCard' })).toBe('MessageCard');
  });
});

describe('a link', () => {
  test.each([
    ['slack', (body: any) => body.attachments[0].author_link],
    ['discord', (body: any) => body.attachments[0].author_link],
    [
      'gchat',
      (body: any) =>
        body.cardsV2[0].card.sections[0].widgets.at(-1).buttonList.buttons[0].onClick.openLink.url,
    ],
    ['msteams', (body: any) => body.potentialAction[0].targets[0].uri],
    ['webhook', (body: any) => body.link],
  ])('is part of what %s gets', async (type, linkIn) => {
    const sending = {
      provider: { type, address: 'https://x.test/word' },
      alertLink: 'https://d.test/canaries/',
    };
    const { requests } = await sendAlert(sending, [[200, '']]);
    expect(linkIn(JSON.parse(requests[0]?.body ?? ''))).toBe('https://d.test/canaries/test/podinfo');
  });

  test('is part of an Adaptive Card', async () => {
    const provider = { type: 'msteams', address: 'https://x.test/word', format: 'adaptiveCard' };
    const { requests } = await sendAlert({ provider, alertLink: 'https://d.test' }, [[200, '']]);
    const { content } = JSON.parse(requests[0]?.body ?? '').attachments[0];
    expect(content.actions).toEqual([
      { type: 'Action.OpenUrl', title: 'Open', url: 'https://d.test/test/podinfo' },
    ]);
  });
});

test("news of a beginning has Flagger's fields, and none of an end", async () => {
  const plan = aPlan({
    threshold: 5,
    alerts: [{ name: 'team', providerRef: { name: 'team' } }],
  });
  const scene = { plan, seen: seeing({ status: atRest() }), status: aStatus({ run: undefined }) };
  const alert = { moment: 'NewRevision', severity: 'info', text: 'New revision detected.' } as const;
  const provider = { type: 'slack', address: 'https://x.test/word' };
  const { requests } = await sendAlert({ provider, scene, alert }, [[200, 'ok']]);
  const [attached] = JSON.parse(requests[0]?.body ?? '').attachments;
  expect(attached.color).toBe('good');
  expect(attached.fields.map(({ title, value }: { title: string; value: string }) => [title, value])).toEqual(
    [
      ['Cluster', 'blue'],
      ['Target', 'Deployment/podinfo.test'],
      ['Failed checks threshold', '5'],
      ['Progress deadline', '60s'],
      ['Traffic routing', 'Weight steps: 10,20,30,40,50'],
      ['Images', 'serinette/podinfo:1.0.0'],
      ['Revision', rev('B').slice(3, 15)],
    ],
  );
});

describe('a receiver that cannot be found is tried again, then given up with the reason, and shown without secrets', () => {
  const secretless = { provider: { type: 'slack', secretRef: { name: 's' } } };
  test.each<readonly [string, Sending, string, string]>([
    ['no provider', {}, 'unknown', 'alert provider team.shared does not exist'],
    [
      'a wrong provider',
      { provider: { type: 'slack', address: 'word' } },
      'unknown',
      'alert provider team.shared: spec.address must be an http:// or https:// URL',
    ],
    [
      'no Secret',
      { provider: { type: 'slack', secretRef: { name: 'other' } } },
      'slack',
      'alert provider team.shared: secret other.shared does not exist',
    ],
    [
      'a Secret without an address',
      { provider: { type: 'slack' }, secret: { token: 'word' } },
      'slack',
      'alert provider team.shared: secret s.shared: its key address must be an http:// or https:// URL',
    ],
    [
      'a token that would break a header',
      { provider: { type: 'slack' }, secret: { address: 'https://x.test', token: 'wo\r\nrd' } },
      'slack',
      'alert provider team.shared: secret s.shared: its key token cannot be sent',
    ],
    [
      'a Secret that must not be read',
      { ...secretless, cluster: { get: () => Promise.reject(new OperatorError('FORBIDDEN', 'no')) } },
      'slack',
      'alert provider team.shared: secret s.shared must not be read by the operator',
    ],
    [
      'an API server that is away',
      { ...secretless, cluster: { get: () => Promise.reject(new OperatorError('UNAVAILABLE', 'no')) } },
      'slack',
      'alert provider team.shared: secret s.shared cannot be read now',
    ],
  ])('%s', async (_, sending, to, why) => {
    const sent = await sendAlert(sending, []);
    expect(sent).toEqual({ to, ending: { kind: 'dropped', reason: 'unreachable', why }, requests: [] });
  });
});

test.each(['http://169.254.169.254/word', 'http://127.0.0.1/word', 'http://localhost/word'])(
  'what namespaced objects must not reach is not reached for an AlertProvider: %s',
  async (address) => {
    const { ending, requests } = await sendAlert(
      { provider: { type: 'webhook', address }, asMeant: true },
      [],
    );
    const why = expect.stringMatching(/must not be reached from a namespaced object/);
    expect([ending, requests]).toEqual([{ kind: 'dropped', reason: 'unreachable', why }, []]);
    expect(JSON.stringify(ending)).not.toContain('word');
  },
);
