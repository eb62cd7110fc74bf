import { type Http, type HttpAnswer, HttpError, type HttpRequest } from './port.ts';

/** What came back, or why nothing did; neither shows path, query or credentials of the address. */
export type Posted = HttpAnswer | { readonly failure: string };

export type Post = Pick<
  HttpRequest,
  'url' | 'headers' | 'body' | 'timeoutMs' | 'skipTlsVerify' | 'origin' | 'proxy' | 'pool'
>;

const LARGEST_ANSWER = 64 * 1024;

/** Posts JSON. */
export const post = async (http: Http, request: Post, signal: AbortSignal): Promise<Posted> => {
  try {
    const headers = { 'content-type': 'application/json', ...request.headers };
    return await http.send({ ...request, method: 'POST', headers, maxBytes: LARGEST_ANSWER }, signal);
  } catch (thrown) {
    if (!(thrown instanceof HttpError)) throw thrown;
    return { failure: thrown.message };
  }
};

/** Worth another try: no answer, too many requests, or a server's trouble other than "not implemented". */
export const isTransient = (posted: Posted): boolean =>
  'failure' in posted || posted.status === 429 || (posted.status >= 500 && posted.status !== 501);
