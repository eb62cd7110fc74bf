/** One request as its sender saw it. */
export interface Answer {
  /** When it was sent, in ms since 1970. */
  readonly at: number;
  readonly tookMs: number;
  /** 0: no answer came. */
  readonly status: number;
  /** Of the application that answered; '-' when a proxy did; an error's code without an answer. */
  readonly version: string;
}

export const parseAnswers = (text: string): Answer[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [at, tookMs, status, version = '-'] = line.split(' ');
      return { at: Number(at), tookMs: Number(tookMs), status: Number(status), version };
    });

export const isError = ({ status }: Answer): boolean => status !== 200;

/** `3 × 503 -, 1 × 0 ECONNRESET`: for messages. */
export const tally = (answers: readonly Answer[]): string => {
  const counts = new Map<string, number>();
  for (const { status, version } of answers) {
    const key = `${status} ${version}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => `${count} × ${key}`).join(', ');
};

export interface RouteChange {
  readonly at: number;
  readonly canaryWeight: number;
}

/** A time during which the routes stood still. */
export interface Window {
  /** Of the canary, in percent. */
  readonly weight: number;
  readonly requests: number;
  /** Of all requests in the window, in percent. */
  readonly observed: number;
}

/** Time that proxies need to take a new route in; measured by the scenario `propagation-delay`. */
export const SETTLE_MS = 1_500;

/** What clients saw between the changes of routes; a window of the last change stays open to `endMs`. */
export const windowsOf = (
  changes: readonly RouteChange[],
  answers: readonly Answer[],
  canaryVersion: string,
  endMs: number,
): Window[] =>
  changes.flatMap(({ at, canaryWeight }, index) => {
    const end = changes[index + 1]?.at ?? endMs;
    const inside = answers.filter((answer) => answer.at >= at + SETTLE_MS && answer.at < end);
    if (inside.length === 0) return [];
    const canary = inside.filter(({ version }) => version === canaryVersion).length;
    return [{ weight: canaryWeight, requests: inside.length, observed: (100 * canary) / inside.length }];
  });

/** Several windows as one: the mean weight, and what clients saw. */
export const totalOf = (windows: readonly Window[]): Window => {
  const requests = windows.reduce((sum, window) => sum + window.requests, 0);
  const mean = (pick: (window: Window) => number): number =>
    windows.reduce((sum, window) => sum + window.requests * pick(window), 0) / requests;
  return { requests, observed: mean(({ observed }) => observed), weight: mean(({ weight }) => weight) };
};
