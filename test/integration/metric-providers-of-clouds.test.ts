import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { signed } from '../../src/probe/metrics/sigv4.ts';
import { type Asking, askTemplate, NOW_MS, NOW_S, type Reply } from '../support/metric-provider.ts';

type Cases = readonly (readonly [string, readonly Reply[], string])[];

const bodyOf = (request: { readonly body: string } | undefined): unknown => JSON.parse(request?.body ?? '');
const formOf = (request: { readonly body: string } | undefined) =>
  Object.fromEntries(new URLSearchParams(request?.body));

describe('cloudwatch', () => {
  const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret-key' };
  const queries = [
    { Id: 'rate', Expression: 'errors / requests * 100', Label: 'rate' },
    { Id: 'errors', ReturnData: false },
  ];
  const asking: Asking = {
    provider: { type: 'cloudwatch', region: 'eu-west-1', insecureSkipVerify: true },
    query: JSON.stringify(queries, null, 2),
    environment: KEYS,
  };
  const result = (more: object) => ({ MetricDataResults: [{ Id: 'rate', StatusCode: 'Complete', ...more }] });
  const good: Reply = [200, result({ Timestamps: [NOW_S, NOW_S - 60], Values: [42.5, 7] })];

  test('sends a signed GetMetricData, and reads the newest value', async () => {
    const { answer, requests, queries: measured } = await askTemplate(asking, [good]);
    expect(answer).toEqual({ outcome: 'pass', value: 42.5 });
    expect(requests).toHaveLength(1);
    const [request] = requests;
    expect(request?.method).toBe('POST');
    expect(request?.meant.href).toBe('https://monitoring.eu-west-1.amazonaws.com/');
    expect(bodyOf(request)).toEqual({
      MetricDataQueries: queries,
      StartTime: NOW_S - 300,
      EndTime: NOW_S,
      ScanBy: 'TimestampDescending',
      MaxDatapoints: 20,
    });
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData',
    };
    const toSign = { method: 'POST', url: request!.meant, headers, body: request!.body };
    const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key' };
    const scope = { region: 'eu-west-1', service: 'monitoring', nowMs: NOW_MS };
    expect(request?.headers).toMatchObject(signed(toSign, keys, scope));
    expect(measured).toEqual([{ provider: 'cloudwatch', outcome: 'answered' }]);
  });

  test('looks at certificates whatever the template says, and trusts no address to it', async () => {
    const { requests } = await askTemplate(asking, [good]);
    expect(requests[0]?.sent).toMatchObject({ skipTlsVerify: false, origin: 'object' });
  });

  test('of China asks there', async () => {
    const provider = { type: 'cloudwatch', region: 'cn-north-1' };
    const { requests } = await askTemplate({ ...asking, provider }, [good]);
    expect(requests[0]?.meant.host).toBe('monitoring.cn-north-1.amazonaws.com.cn');
  });

  test('takes a role by web identity', async () => {
    const environment = { AWS_ROLE_ARN: 'arn:aws:iam::1:role/x', AWS_WEB_IDENTITY_TOKEN_FILE: '/token' };
    const answered = `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
      <AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>short</SecretAccessKey><SessionToken>session/+=</SessionToken>
      </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;
    const files = { '/token': 'jwt\n' };
    const { answer, requests } = await askTemplate({ ...asking, environment, files }, [
      [200, answered],
      good,
    ]);
    expect(answer).toEqual({ outcome: 'pass', value: 42.5 });
    expect(requests[0]?.meant.href).toBe('https://sts.eu-west-1.amazonaws.com/');
    expect(requests[0]?.sent.skipTlsVerify).toBe(false);
    expect(formOf(requests[0])).toEqual({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: 'arn:aws:iam::1:role/x',
      RoleSessionName: 'serinette',
      WebIdentityToken: 'jwt',
    });
    expect(requests[1]?.headers['x-amz-security-token']).toBe('session/+=');
    expect(requests[1]?.headers.authorization).toContain('Credential=ASIA/20260102/eu-west-1/monitoring/');
  });

  test('takes a Pod identity', async () => {
    const environment = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials',
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/token',
    };
    const answered = { AccessKeyId: 'ASIA', SecretAccessKey: 'short', Token: 'session' };
    const files = { '/token': 'pod\n' };
    const { answer, requests } = await askTemplate({ ...asking, environment, files }, [
      [200, answered],
      good,
    ]);
    expect(answer).toEqual({ outcome: 'pass', value: 42.5 });
    expect(requests[0]).toMatchObject({ method: 'GET', headers: { authorization: 'pod' } });
    expect(requests[0]?.meant.href).toBe('http://169.254.170.23/v1/credentials');
    expect(requests[0]?.sent.origin).toBe('flag');
    expect(requests[1]?.headers['x-amz-security-token']).toBe('session');
  });

  const refusal = '<ErrorResponse><Error><Code>InvalidIdentityToken</Code></Error></ErrorResponse>';
  test.each([
    ['nothing', {}, [], /neither AWS keys/],
    [
      'a web identity without its file',
      { AWS_ROLE_ARN: 'x', AWS_WEB_IDENTITY_TOKEN_FILE: '/none' },
      [],
      /WEB_IDENTITY/,
    ],
    [
      'a web identity that is refused',
      { AWS_ROLE_ARN: 'x', AWS_WEB_IDENTITY_TOKEN_FILE: '/token' },
      [[400, refusal]],
      /InvalidIdentityToken/,
    ],
    ['a container that refuses', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://x/' }, [[403, '']], /403/],
    [
      'a container with nothing',
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://x/' },
      [[200, {}]],
      /no AWS keys/,
    ],
  ] as const)('with %s has no credentials', async (...[, environment, replies, message]) => {
    const files = { '/token': 'jwt' };
    const { answer } = await askTemplate({ ...asking, environment, files }, replies);
    expect(answer).toMatchObject({ reason: 'NoCredentials', message: expect.stringMatching(message) });
  });

  test.each([
    ['no values', [[200, result({ Values: [] })]], 'NoData'],
    ['no results', [[200, { MetricDataResults: [] }]], 'NoData'],
    ['two results', [[200, { MetricDataResults: [{ Values: [1] }, { Values: [2] }] }]], 'SeveralSeries'],
    ['an internal error', [[200, result({ StatusCode: 'InternalError', Values: [] })]], 'MetricsUnavailable'],
    ['a page', [[200, '<html>']], 'BadAnswer'],
    ['an unknown key', [[403, { __type: 'UnrecognizedClientException' }]], 'BadAnswer'],
    [
      'an expired session',
      [[400, { __type: 'com.amazon.coral.service#ExpiredTokenException' }]],
      'BadAnswer',
    ],
    ['too many requests', [[400, { __type: 'ThrottlingException' }]], 'MetricsUnavailable'],
    ['too many requests by status', [[429, '']], 'MetricsUnavailable'],
    ['a wrong query', [[400, { __type: 'ValidationError', message: 'no such Id' }]], 'QueryError'],
    ['trouble', [[500, '']], 'MetricsUnavailable'],
    ['silence', [], 'MetricsTimeout'],
  ] as Cases)('%s is no evidence', async (_, replies, reason) => {
    expect((await askTemplate(asking, replies)).answer).toMatchObject({ outcome: 'inconclusive', reason });
  });

  test.each([
    ['no region', { provider: { type: 'cloudwatch' } }, /provider.region/],
    ['a region that is none', { provider: { type: 'cloudwatch', region: 'evil.host/x' } }, /provider.region/],
    ['a query that is no list', { query: '{}' }, /query must be a JSON list/],
  ])('%s is refused', async (_, more, message) => {
    const { answer, requests } = await askTemplate({ ...asking, ...more }, []);
    expect(answer).toMatchObject({ reason: 'TemplateError', message: expect.stringMatching(message) });
    expect(requests).toHaveLength(0);
  });
});

describe('stackdriver', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = {
    type: 'service_account',
    client_email: 'canary@p.iam.gserviceaccount.com',
    private_key_id: 'k1',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    token_uri: 'https://oauth2.googleapis.com/token',
  };
  const secret = { project: 'my-project', serviceAccountKey: JSON.stringify(key) };
  const query = 'fetch k8s_service\n| metric x\n| filter app == "{{ target }}"';
  const asking: Asking = { provider: { type: 'stackdriver', insecureSkipVerify: true }, secret, query };
  const token: Reply = [200, { access_token: 'ya29', expires_in: 3599, token_type: 'Bearer' }];
  const point = (value: object) => ({ values: [value], timeInterval: {} });
  const series = (...points: readonly object[]) => ({ labelValues: [], pointData: points });
  const good: Reply = [
    200,
    { timeSeriesData: [series(point({ doubleValue: 42.5 }), point({ doubleValue: 7 }))] },
  ];

  test('trades a signed assertion for a token, and reads the newest point', async () => {
    const { answer, requests } = await askTemplate(asking, [token, good]);
    expect(answer).toEqual({ outcome: 'pass', value: 42.5 });
    const [trade, asked] = requests;
    expect(trade?.meant.href).toBe('https://oauth2.googleapis.com/token');
    const { assertion = '', ...form } = formOf(trade);
    expect(form).toEqual({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' });
    const [header = '', claims = '', signature = ''] = assertion.split('.');
    const decoded = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(decoded(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k1' });
    expect(decoded(claims)).toEqual({
      iss: 'canary@p.iam.gserviceaccount.com',
      scope: 'https://www.googleapis.com/auth/monitoring.read',
      aud: 'https://oauth2.googleapis.com/token',
      iat: NOW_S,
      exp: NOW_S + 3600,
    });
    const content = Buffer.from(`${header}.${claims}`);
    expect(verify('RSA-SHA256', content, publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(asked).toMatchObject({ method: 'POST', headers: { authorization: 'Bearer ya29' } });
    expect(asked?.meant.href).toBe(
      'https://monitoring.googleapis.com/v3/projects/my-project/timeSeries:query',
    );
    expect(bodyOf(asked)).toEqual({ query: query.replace('{{ target }}', 'podinfo') });
    expect(requests.map(({ sent }) => sent.skipTlsVerify)).toEqual([false, false]);
  });

  test("takes the operator's own key, and without one the token of the metadata server", async () => {
    const own = { ...asking, secret: { project: 'p' } };
    const file = {
      environment: { GOOGLE_APPLICATION_CREDENTIALS: '/key' },
      files: { '/key': JSON.stringify(key) },
    };
    const byFile = await askTemplate({ ...own, ...file }, [token, good]);
    expect(byFile.answer).toEqual({ outcome: 'pass', value: 42.5 });
    expect(byFile.requests[0]?.meant.host).toBe('oauth2.googleapis.com');
    const byMetadata = await askTemplate(own, [token, good]);
    expect(byMetadata.answer).toEqual({ outcome: 'pass', value: 42.5 });
    expect(byMetadata.requests[0]).toMatchObject({
      method: 'GET',
      headers: { 'metadata-flavor': 'Google' },
      sent: {
        url: 'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token',
        origin: 'flag',
      },
    });
  });

  test.each([
    ['a federated identity', { GOOGLE_APPLICATION_CREDENTIALS: '/federated' }, [], /APPLICATION_CREDENTIALS/],
    ['no metadata server', {}, [[404, '']], /no credentials of Google/],
    ['a silent metadata server', {}, [], /no credentials of Google/],
  ] as const)('with %s has no credentials', async (...[, environment, replies, message]) => {
    const files = { '/federated': JSON.stringify({ type: 'external_account' }) };
    const { answer } = await askTemplate(
      { ...asking, secret: { project: 'p' }, environment, files },
      replies,
    );
    expect(answer).toMatchObject({ reason: 'NoCredentials', message: expect.stringMatching(message) });
  });

  test.each([
    ['no project', { serviceAccountKey: JSON.stringify(key) }, /project/],
    ['a key that is no JSON', { project: 'p', serviceAccountKey: 'x' }, /serviceAccountKey/],
    [
      'a key of somebody else',
      { project: 'p', serviceAccountKey: JSON.stringify({ ...key, token_uri: 'https://evil/' }) },
      /serviceAccountKey/,
    ],
    [
      'a key without a private key',
      { project: 'p', serviceAccountKey: JSON.stringify({ ...key, private_key: 'PEM' }) },
      /serviceAccountKey/,
    ],
  ])('with %s asks nothing', async (_, wrong, message) => {
    const { answer, requests } = await askTemplate({ ...asking, secret: wrong }, []);
    expect(answer).toMatchObject({ reason: 'SecretKeyMissing', message: expect.stringMatching(message) });
    expect(requests).toHaveLength(0);
  });

  test('an int64 comes as text', async () => {
    const { answer } = await askTemplate(asking, [
      token,
      [200, { timeSeriesData: [series(point({ int64Value: '42' }))] }],
    ]);
    expect(answer).toEqual({ outcome: 'pass', value: 42 });
  });

  test.each([
    ['nothing', [token, [200, {}]], 'NoData'],
    ['no points', [token, [200, { timeSeriesData: [series()] }]], 'NoData'],
    ['two series', [token, [200, { timeSeriesData: [series(), series()] }]], 'SeveralSeries'],
    ['a truth', [token, [200, { timeSeriesData: [series(point({ boolValue: true }))] }]], 'WrongResultType'],
    ['a part of the answer', [token, [200, { partialErrors: [{ message: 'too long' }] }]], 'QueryError'],
    ['a page', [token, [200, '<html>']], 'BadAnswer'],
    ['a wrong query', [token, [400, { error: { code: 400, message: 'parse error' } }]], 'QueryError'],
    ['no right', [token, [403, { error: { status: 'PERMISSION_DENIED' } }]], 'BadAnswer'],
    ['too many requests', [token, [429, { error: {} }]], 'MetricsUnavailable'],
    ['silence', [token], 'MetricsTimeout'],
    ['a refused key', [[400, { error: 'invalid_grant' }]], 'BadAnswer'],
    ['no token', [[200, {}]], 'BadAnswer'],
    ['trouble with tokens', [[503, '']], 'MetricsUnavailable'],
    ['silence about tokens', [], 'MetricsTimeout'],
  ] as Cases)('%s is no evidence', async (_, replies, reason) => {
    expect((await askTemplate(asking, replies)).answer).toMatchObject({ outcome: 'inconclusive', reason });
  });
});
