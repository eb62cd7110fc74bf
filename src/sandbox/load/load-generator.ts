import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Cancel, Clock } from '../../runtime/clock.ts';

export interface Answer {
  /** Milliseconds since 1970, when the request was sent. */
  readonly at: number;
  /** The x-version header; empty when there is none. */
  readonly version: string;
  /** 0 when there was no answer at all. */
  readonly status: number;
  readonly elapsedMs: number;
}

export interface LoadStats {
  readonly sent: number;
  readonly answered: number;
  /** Answers of 500 and above, and requests without an answer. */
  readonly failed: number;
  /** Not sent because too many were in flight. */
  readonly skipped: number;
  /** Answers by version, then by status. */
  readonly byVersion: Readonly<Record<string, Readonly<Record<number, number>>>>;
}

export interface LoadOptions {
  /** Of the proxy. */
  readonly url: string;
  /** The Host header, such as `podinfo.test`. */
  readonly host: string;
  readonly ratePerSecond: number;
  readonly clock: Clock;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: Readonly<Record<string, string>>;
  readonly maxInFlight?: number;
  readonly onAnswer?: (answer: Answer) => void;
}

export interface Load {
  stats(): LoadStats;
  /** Sends no more, and resolves when all answers are in. */
  stop(): Promise<void>;
}

const MAX_IN_FLIGHT = 256;

const cookieHeader = (cookies: Readonly<Record<string, string>>): string =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');

const headersOf = ({ host, headers, cookies }: LoadOptions): Record<string, string> => ({
  ...headers,
  ...(cookies === undefined ? {} : { cookie: cookieHeader(cookies) }),
  host,
});

const versionOf = ({ headers }: IncomingMessage): string => {
  const version = headers['x-version'];
  return typeof version === 'string' ? version : '';
};

class ConstantLoad implements Load {
  readonly #options: LoadOptions;
  readonly #target: URL;
  readonly #headers: Record<string, string>;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #counts = new Map<string, Record<number, number>>();
  readonly #beganMs: number;
  #due = 0;
  #sent = 0;
  #answered = 0;
  #failed = 0;
  #skipped = 0;
  #inFlight = 0;
  #cancel: Cancel = () => undefined;
  #stopped: (() => void) | undefined;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#target = new URL(options.path ?? '/', options.url);
    this.#headers = headersOf(options);
    this.#beganMs = options.clock.monotonic();
    this.#arm();
  }

  stats(): LoadStats {
    const byVersion = Object.fromEntries(
      [...this.#counts].map(([version, counts]) => [version, { ...counts }]),
    );
    return {
      sent: this.#sent,
      answered: this.#answered,
      failed: this.#failed,
      skipped: this.#skipped,
      byVersion,
    };
  }

  async stop(): Promise<void> {
    this.#cancel();
    if (this.#inFlight > 0)
      await new Promise<void>((resolve) => {
        this.#stopped = resolve;
      });
    this.#agent.destroy();
  }

  /** The n-th request is due at n times the interval after the start, so that lateness does not add up. */
  #leftMs(): number {
    const { clock, ratePerSecond } = this.#options;
    return this.#beganMs + (this.#due * 1000) / ratePerSecond - clock.monotonic();
  }

  #arm(): void {
    this.#cancel = this.#options.clock.after(Math.max(0, this.#leftMs()), () => {
      while (this.#leftMs() <= 0) {
        this.#due += 1;
        this.#fire();
      }
      this.#arm();
    });
  }

  #fire(): void {
    if (this.#inFlight >= (this.#options.maxInFlight ?? MAX_IN_FLIGHT)) {
      this.#skipped += 1;
      return;
    }
    const { clock } = this.#options;
    const at = clock.now();
    const beganMs = clock.monotonic();
    this.#sent += 1;
    this.#inFlight += 1;
    let isOver = false;
    const over = (version: string, status: number): void => {
      if (isOver) return;
      isOver = true;
      this.#count({ at, version, status, elapsedMs: clock.monotonic() - beganMs });
    };
    const outgoing = request(this.#target, { agent: this.#agent, headers: this.#headers });
    outgoing.on('response', (response) => {
      response.resume();
      response.on('error', () => over(versionOf(response), 0));
      response.on('close', () =>
        over(versionOf(response), response.complete ? (response.statusCode ?? 0) : 0),
      );
    });
    outgoing.on('error', () => over('', 0));
    outgoing.end();
  }

  #count(answer: Answer): void {
    const { status, version } = answer;
    this.#inFlight -= 1;
    this.#answered += status === 0 ? 0 : 1;
    this.#failed += status === 0 || status >= 500 ? 1 : 0;
    const counts = this.#counts.get(version) ?? {};
    counts[status] = (counts[status] ?? 0) + 1;
    this.#counts.set(version, counts);
    this.#options.onAnswer?.(answer);
    if (this.#inFlight === 0) this.#stopped?.();
  }
}

/** Open loop: requests leave at a constant rate, however slow the answers are. */
export const startLoad = (options: LoadOptions): Load => new ConstantLoad(options);
