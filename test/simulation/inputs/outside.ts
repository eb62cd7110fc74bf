import { checkLiteral } from '../../../src/net/agents.ts';
import { makeEgress } from '../../../src/net/egress.ts';
import { failureOf } from '../../../src/net/failure.ts';
import type { Http, HttpAnswer } from '../../../src/net/port.ts';

const guard = { egress: makeEgress([]), apiServerHosts: [] };

/** The world's outbound HTTP with the real rules for addresses, and with a metrics server that may say anything. */
export const guarded =
  (replyNow: () => HttpAnswer | undefined) =>
  (http: Http): Http => ({
    send: async (request, signal) => {
      const url = new URL(request.url);
      try {
        if (request.origin === 'object') await checkLiteral(guard, url.hostname);
      } catch (thrown) {
        throw failureOf(thrown, { url, timeoutMs: request.timeoutMs, isLate: false });
      }
      const reply = request.method === 'GET' ? replyNow() : undefined;
      return reply ?? http.send(request, signal);
    },
  });
