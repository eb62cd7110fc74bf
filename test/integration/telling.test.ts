import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ALERT_PROVIDER, CANARY, DEPLOYMENT, SECRET } from '../../src/api/kinds.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Load, startLoad } from '../../src/sandbox/load/load-generator.ts';
import { canary, deployment, NAMESPACE } from '../support/manifests.ts';
import { type Outside, serveOutside } from '../support/outside.ts';
import { eventually, type Running, serinette } from '../support/process.ts';
import { FAST, makeSandbox, type TestSandbox } from '../support/sandbox.ts';

const WORD = 'hunter2';

let cluster: TestSandbox;
let load: Load;
let operator: Running;
let team: Outside;
/** What the team's server does; `hang` takes requests and never answers. */
let mode: 'answer' | 'refuse' | 'hang' = 'answer';

const settled = (phase: string, limitMs = 60_000) =>
  eventually(
    async () => (await cluster.status())['phase'] === phase,
    limitMs,
    async () => `${JSON.stringify(await cluster.status(), null, 1)}\n${operator.output().slice(-3000)}`,
  );

const posts = (path: string): readonly any[] =>
  team.seen.filter(({ url }) => url.startsWith(path)).map(({ body }) => JSON.parse(body));
/** Alerts from the n-th on, as the program's own form has them. */
const alerts = (from = 0): readonly any[] => posts('/webhook').slice(from);
const announced = async (): Promise<unknown> => (await cluster.status())['run']?.announced;

beforeAll(async () => {
  team = await serveOutside((_, response) => {
    if (mode === 'hang') return;
    response.writeHead(mode === 'answer' ? 200 : 503).end('ok');
  });
  cluster = await makeSandbox();
  const provider = (name: string, spec: object) => ({
    apiVersion: 'flagger.app/v1beta1',
    kind: 'AlertProvider',
    metadata: { name, namespace: NAMESPACE },
    spec,
  });
  await cluster.user.create(
    SECRET,
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'slack', namespace: NAMESPACE },
      data: { address: btoa(`${team.url}/slack/${WORD}`), token: btoa(WORD) },
    },
    cluster.never,
  );
  const slack = provider('slack', { type: 'slack', channel: 'ops', secretRef: { name: 'slack' } });
  const webhook = provider('webhook', { type: 'webhook', address: `${team.url}/webhook/${WORD}` });
  await cluster.user.create(ALERT_PROVIDER, slack, cluster.never);
  await cluster.user.create(ALERT_PROVIDER, webhook, cluster.never);
  await cluster.user.create(DEPLOYMENT, deployment('1.0.0'), cluster.never);
  const hook = (name: string, type: string) => ({ name, type, url: `${team.url}/${name}` });
  const analysis = {
    ...FAST,
    threshold: 1,
    alerts: [
      { name: 'people', severity: 'error', providerRef: { name: 'slack' } },
      { name: 'programs', providerRef: { name: 'webhook' } },
    ],
    webhooks: [hook('events', 'event'), hook('after', 'post-rollout')],
  };
  await cluster.user.create(CANARY, canary(analysis, { progressDeadlineSeconds: 4 }), cluster.never);
  operator = serinette(cluster.operatorArgs('--cluster-name=blue'));
  await settled('Initialized');
  const proxy = await cluster.sandbox.openProxy(NAMESPACE, 'load');
  load = startLoad({ url: proxy.url, host: 'podinfo.test', ratePerSecond: 100, clock: systemClock });
}, 90_000);

afterAll(async () => {
  operator.child.kill('SIGTERM');
  await operator.ended;
  await load.stop();
  await cluster.close();
  await team.close();
  expect(operator.output()).not.toContain(WORD);
});

test('a first set-up and a promotion are told to those who want to hear of them, and each Event to the hook', async () => {
  await cluster.setImage('1.0.1');
  await settled('Progressing');
  await settled('Succeeded');
  await eventually(async () => (await announced()) === true);
  expect(alerts().map(({ severity, text }) => `${severity} ${text}`)).toEqual([
    'info New Deployment detected, initialization completed.',
    'info New revision detected, progressing canary analysis.',
    'info Canary analysis completed successfully, promotion finished.',
  ]);
  expect(alerts(2)[0]).toMatchObject({
    images: { podinfod: 'serinette/podinfo:1.0.1' },
    weight: 30,
    cluster: 'blue',
    check: { verdict: 'pass', metric: 'request-success-rate' },
  });
  expect(posts('/slack')).toEqual([]);
  expect(posts('/after')).toMatchObject([{ name: 'podinfo', namespace: NAMESPACE, phase: 'Succeeded' }]);
  await eventually(async () => posts('/events').length === (await cluster.events()).length);
  const heard = posts('/events').map(({ metadata }) => metadata.eventMessage);
  expect(heard.sort()).toEqual((await cluster.events()).sort());
}, 90_000);

test('a rollback is told with the check that failed, by the address and token of a Secret', async () => {
  const from = alerts().length;
  await cluster.setImage('1.0.2-bad');
  await settled('Progressing');
  await settled('Failed');
  await eventually(async () => (await announced()) === true);
  expect(alerts(from).map(({ severity, text }) => `${severity} ${text}`)).toEqual([
    'info New revision detected, progressing canary analysis.',
    'error Failed checks threshold reached 1',
  ]);
  expect(alerts(from)[1].check).toMatchObject({
    verdict: 'fail',
    metric: 'request-success-rate',
    bound: '>= 99',
    window: '5s',
    value: expect.any(Number),
    weight: expect.any(Number),
  });
  const [post] = team.seen.filter(({ url }) => url.startsWith('/slack'));
  expect(post?.headers.authorization).toBe(`Bearer ${WORD}`);
  const { channel, attachments } = posts('/slack')[0];
  expect([channel, attachments[0].color, attachments[0].text]).toEqual([
    'ops',
    'danger',
    'Failed checks threshold reached 1',
  ]);
  const titles = attachments[0].fields.map(({ title }: { title: string }) => title);
  expect(titles).toEqual(['Cluster', 'Reason', 'Failed check', 'Progress', 'Images', 'Revision']);
  expect(posts('/after').at(-1)).toMatchObject({ phase: 'Failed' });
}, 90_000);

test('a missed deadline is told, with why the pods were not ready', async () => {
  const from = alerts().length;
  await cluster.setImage('1.0.3-unready');
  await settled('Progressing');
  await settled('Failed');
  await eventually(async () => (await announced()) === true);
  expect(alerts(from).at(-1)).toMatchObject({
    severity: 'error',
    text: 'Rolling back, canary not ready within its deadline of 4s',
    reason: 'ProgressDeadlineExceeded',
    images: { podinfod: 'serinette/podinfo:1.0.3-unready' },
  });
  const { fields } = posts('/slack').at(-1).attachments[0];
  expect(fields.find(({ title }: { title: string }) => title === 'Canary')?.value).toMatch(/replicas/);
}, 90_000);

test('a receiver that hangs delays no rollout, and what it missed at the end is owed until it answers', async () => {
  mode = 'hang';
  await cluster.setImage('1.0.4');
  await settled('Progressing');
  await settled('Succeeded');
  expect(await announced()).toBe(false);
  mode = 'answer';
  await eventually(async () => (await announced()) === true, 90_000);
  expect(alerts().at(-1)).toMatchObject({
    text: 'Canary analysis completed successfully, promotion finished.',
    images: { podinfod: 'serinette/podinfo:1.0.4' },
  });
}, 120_000);

test('an end that was not delivered when the operator was killed is told once by the next, by the same id', async () => {
  const [from, calls] = [alerts().length, posts('/after').length];
  await cluster.setImage('1.0.5-bad');
  await settled('Progressing');
  await eventually(() => alerts().length > from);
  mode = 'refuse';
  await settled('Failed');
  expect(await announced()).toBe(false);
  await eventually(() => alerts().at(-1).severity === 'error' && posts('/after').length > calls);
  operator.child.kill('SIGKILL');
  await operator.ended;
  const { id } = alerts().at(-1);
  const call = posts('/after').at(-1).serinette;
  const [alertsBefore, callsBefore] = [alerts().length, posts('/after').length];
  mode = 'answer';
  operator = serinette(cluster.operatorArgs());
  await eventually(
    async () => (await announced()) === true,
    90_000,
    () => operator.output(),
  );
  expect(alerts(alertsBefore).map((alert) => alert.id)).toEqual([id]);
  expect(posts('/after').slice(callsBefore)).toMatchObject([{ phase: 'Failed', serinette: call }]);
}, 120_000);
