import { isObject } from '../domain/json.ts';
import { type Http, HttpError } from '../net/port.ts';

const TIMEOUT_MS = 5_000;
const LARGEST_ANSWER = 64 * 1024;

/**
 * One query to the server of --metrics-server: why checks would find no evidence there, or undefined when it
 * answers. All that speak Prometheus' API answer the query `1`; health pages are not the same everywhere.
 */
export const troubleWith = async (
  address: string,
  http: Http,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const url = `${address.replace(/\/+$/, '')}/api/v1/query?query=1`;
  const limits = { timeoutMs: TIMEOUT_MS, maxBytes: LARGEST_ANSWER };
  try {
    const { status, body } = await http.send({ method: 'GET', url, ...limits, origin: 'flag' }, signal);
    return isSuccess(status, body) ? undefined : `status ${status}, and no answer of Prometheus' query API`;
  } catch (thrown) {
    if (thrown instanceof HttpError) return thrown.message;
    throw thrown;
  }
};

const isSuccess = (status: number, body: string): boolean => {
  if (status !== 200) return false;
  try {
    const answer: unknown = JSON.parse(body);
    return isObject(answer) && answer['status'] === 'success';
  } catch {
    return false; // not JSON
  }
};
