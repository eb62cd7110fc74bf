import { isOperatorError } from '../../errors.ts';
import type { HttpAnswer, HttpHandler } from '../../runtime/http-server.ts';
import type { Gate, Gates } from './gates.ts';

type Routes = Readonly<Record<`${'GET' | 'POST'} /${string}`, HttpHandler>>;

/** Paths, bodies and status codes of Flagger's load tester, so that its gates can move here as they are. */
export const gateRoutes = (gates: Gates, signal: AbortSignal): Routes => ({
  'GET /healthz': () => ({ body: 'OK\n' }),
  'POST /gate/approve': () => APPROVED,
  'POST /gate/halt': () => FORBIDDEN,
  ...routesOf('gate', gates, signal),
  ...routesOf('rollback', gates, signal),
});

const APPROVED: HttpAnswer = { body: 'Approved\n' };
const FORBIDDEN: HttpAnswer = { status: 403, body: 'Forbidden\n' };
const ACCEPTED: HttpAnswer = { status: 202, body: '' };

const routesOf = (kind: Gate['kind'], gates: Gates, signal: AbortSignal): Routes => {
  const about =
    (act: (gate: Gate) => Promise<HttpAnswer>): HttpHandler =>
    async (_, body) => {
      const asked = parse(kind, body);
      return 'problem' in asked ? { status: 400, body: `${asked.problem}\n` } : reachable(() => act(asked));
    };
  const setting = (open: boolean): HttpHandler =>
    about(async (gate) => {
      await gates.set(gate, open, signal);
      return ACCEPTED;
    });
  return {
    [`POST /${kind}/check`]: about(async (gate) =>
      (await gates.isOpen(gate, signal)) ? APPROVED : FORBIDDEN,
    ),
    [`POST /${kind}/open`]: setting(true),
    [`POST /${kind}/close`]: setting(false),
  };
};

/** A gate whose state cannot be read lets nobody through, and says why. */
const reachable = async (ask: () => Promise<HttpAnswer>): Promise<HttpAnswer> => {
  try {
    return await ask();
  } catch (thrown) {
    if (!isOperatorError(thrown)) throw thrown;
    return {
      status: 503,
      body: `the state of the gate cannot be reached: ${thrown.code}: ${thrown.message}\n`,
    };
  }
};

/** As long as a Canary may be called whose workloads get longer names; with its namespace it is a key of a ConfigMap. */
const NAME = /^[a-z0-9]([a-z0-9.-]{0,148}[a-z0-9])?$/;
const NAMESPACE = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** A webhook's payload, or what a person sends by hand. */
const parse = (kind: Gate['kind'], body: string): Gate | { readonly problem: string } => {
  const payload = asObject(body);
  if (payload === undefined)
    return { problem: 'the body must be JSON such as {"name": "podinfo", "namespace": "test"}' };
  const { name, namespace } = payload;
  const fields = [
    ['name', name, NAME],
    ['namespace', namespace, NAMESPACE],
  ] as const;
  for (const [field, value, form] of fields)
    if (typeof value !== 'string' || !form.test(value))
      return { problem: `${field} must be that of a Canary, got ${JSON.stringify(value ?? null)}` };
  return { kind, name: String(name), namespace: String(namespace) };
};

const asObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
};
