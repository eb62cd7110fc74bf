import type { RequestListener, ServerResponse } from 'node:http';
import type { KubeObject } from '../../src/api/objects.ts';
import type { Alert } from '../../src/decide/alerts.ts';
import { OperatorError } from '../../src/errors.ts';
import type { Cluster } from '../../src/kube/cluster.ts';
import { makeHttp } from '../../src/net/http.ts';
import type { Http, HttpRequest } from '../../src/net/port.ts';
import { Alerts } from '../../src/report/alerts/alerts.ts';
import type { Scene } from '../../src/report/alerts/message.ts';
import { type Ending, makeOutbox } from '../../src/report/outbox.ts';
import { VirtualClock } from '../../src/runtime/virtual-clock.ts';
import { aPlan } from '../builders/plan.ts';
import { aTarget, seeing } from '../builders/snapshot.ts';
import { aRun, aStatus, NOW } from '../builders/status.ts';
import { type Seen, serveOutside } from './outside.ts';

export type Reply =
  | readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>]
  | 'silence';

export interface Sending {
  /** The spec of the AlertProvider; without it, there is none. */
  readonly provider?: Readonly<Record<string, unknown>>;
  /** Keys and texts of the Secret that it refers to; without it, it refers to none. */
  readonly secret?: Readonly<Record<string, string>>;
  readonly alert?: Alert;
  readonly scene?: Scene;
  readonly alertLink?: string;
  readonly cluster?: Pick<Cluster, 'get'>;
  /** Sends where the address leads, by the rules for addresses that objects choose. */
  readonly asMeant?: boolean;
  /** How long the server takes for each answer. */
  readonly takesMs?: number;
}

export interface Sent {
  readonly to: string;
  readonly ending: Ending;
  /** As the server saw them, each with the address that was meant, and when it was sent, in seconds. */
  readonly requests: readonly (Seen & { readonly meant: URL; readonly at: number })[];
}

/** A rollback of version 1.0.2 at 20 %. */
export const rolledBack = (): Scene => {
  const plan = aPlan({
    threshold: 2,
    alerts: [{ name: 'team', providerRef: { name: 'team', namespace: 'shared' } }],
  });
  const lastCheck = {
    verdict: 'fail',
    metric: 'request-success-rate',
    value: 90.123,
    bound: '>= 99',
    window: '1m',
    weight: 20,
    at: NOW,
  } as const;
  const before = aStatus({ canaryWeight: 20, failedChecks: 1 });
  const run = aRun({ intent: 'rollBack', reason: 'FailedChecks', tick: 3, lastCheck });
  const status = aStatus({ canaryWeight: 0, failedChecks: 2, run });
  return { plan, seen: seeing({ status: before, target: aTarget() }), status };
};

export const FAILED: Alert = {
  moment: 'Ended/FailedChecks',
  severity: 'error',
  text: 'Failed checks threshold reached 2',
};

/**
 * Sends an alert to a server on this machine, whatever host is meant, which answers from a list. Time stands still
 * while an answer is waited for, and passes when one is not to come.
 */
export const sendAlert = async (sending: Sending, replies: readonly Reply[]): Promise<Sent> => {
  const clock = new VirtualClock(NOW);
  const left = [...replies];
  const answer = async (response: ServerResponse): Promise<void> => {
    const reply = left.shift() ?? 'silence';
    if (reply === 'silence') return clock.advance(6_000);
    const [status, body, headers = {}] = reply;
    await clock.advance(sending.takesMs ?? 0);
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const respond: RequestListener = (_, response) => void answer(response);
  const server = await serveOutside(respond);
  const meant: { readonly url: URL; readonly at: number }[] = [];
  const egressAllow = sending.asMeant === true ? [] : ['127.0.0.0/8'];
  const real = makeHttp({ clock, egressAllow, apiServerHosts: [], userAgent: 'test' });
  let inFlight = 0;
  const http: Http = {
    send: async (request: HttpRequest, signal) => {
      const url = new URL(request.url);
      meant.push({ url, at: clock.monotonic() / 1000 });
      inFlight += 1;
      try {
        const here = `${server.url}${url.pathname}${url.search}`;
        return await real.send({ ...request, url: sending.asMeant === true ? request.url : here }, signal);
      } finally {
        inFlight -= 1;
      }
    },
  };
  const endings: Omit<Sent, 'requests'>[] = [];
  const alerts = new Alerts({
    http,
    clock,
    cluster: sending.cluster ?? clusterWith(sending.secret),
    providers: { get: () => providerOf(sending) },
    own: { slack: undefined, msteams: undefined },
    wording: { clusterName: 'blue', alertLink: sending.alertLink },
    outbox: makeOutbox({ clock, random: () => 1, limit: 10, oldestMs: 600_000 }),
    onEnding: ({ to, ending }) => endings.push({ to, ending }),
  });
  try {
    void alerts.tell(sending.alert ?? FAILED, sending.scene ?? rolledBack());
    for (let turns = 0; endings.length === 0; turns += 1) {
      if (turns > 100_000) throw new Error('the alert neither arrived nor was given up');
      if (inFlight === 0) await clock.advance(500);
      else await new Promise((resolve) => setImmediate(resolve));
    }
    const requests = server.seen.flatMap((seen, at) => {
      const request = meant[at];
      return request === undefined ? [] : [{ ...seen, meant: request.url, at: request.at }];
    });
    return { ...endings[0]!, requests };
  } finally {
    await server.close();
  }
};

const providerOf = ({ provider, secret }: Sending): KubeObject | undefined =>
  provider === undefined
    ? undefined
    : {
        apiVersion: 'flagger.app/v1beta1',
        kind: 'AlertProvider',
        metadata: { name: 'team', namespace: 'shared' },
        spec: { ...provider, ...(secret === undefined ? {} : { secretRef: { name: 's' } }) },
      };

const clusterWith = (secret: Sending['secret'] = {}): Pick<Cluster, 'get'> => ({
  get: ({ type, namespace = '', name }) =>
    type.kind === 'Secret' && namespace === 'shared' && name === 's'
      ? Promise.resolve({
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name, namespace },
          data: Object.fromEntries(Object.entries(secret).map(([key, text]) => [key, btoa(text)])),
        })
      : Promise.reject(new OperatorError('NOT_FOUND', 'not there')),
});
