const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

const pair = (large: string, small: number, unit: string): string =>
  small === 0 ? large : `${large}${small}${unit}`;

interface Step {
  readonly belowSeconds: number;
  readonly show: (seconds: number) => string;
}

const whole = (seconds: number, unit: number): number => Math.floor(seconds / unit);

/** The steps of k8s.io/apimachinery's duration.HumanDuration. */
const STEPS: readonly Step[] = [
  { belowSeconds: -1, show: () => '<invalid>' },
  { belowSeconds: 0, show: () => '0s' },
  { belowSeconds: 2 * MINUTE, show: (s) => `${s}s` },
  { belowSeconds: 10 * MINUTE, show: (s) => pair(`${whole(s, MINUTE)}m`, s % MINUTE, 's') },
  { belowSeconds: 3 * HOUR, show: (s) => `${whole(s, MINUTE)}m` },
  { belowSeconds: 8 * HOUR, show: (s) => pair(`${whole(s, HOUR)}h`, whole(s, MINUTE) % 60, 'm') },
  { belowSeconds: 2 * DAY, show: (s) => `${whole(s, HOUR)}h` },
  { belowSeconds: 8 * DAY, show: (s) => pair(`${whole(s, DAY)}d`, whole(s, HOUR) % 24, 'h') },
  { belowSeconds: 2 * YEAR, show: (s) => `${whole(s, DAY)}d` },
  { belowSeconds: 8 * YEAR, show: (s) => pair(`${whole(s, YEAR)}y`, whole(s, DAY) % 365, 'd') },
];

/** How kubectl shows an age. */
export const humanDuration = (durationMs: number): string => {
  const seconds = Math.trunc(durationMs / 1000);
  const step = STEPS.find(({ belowSeconds }) => seconds < belowSeconds);
  return step === undefined ? `${whole(seconds, YEAR)}y` : step.show(seconds);
};
