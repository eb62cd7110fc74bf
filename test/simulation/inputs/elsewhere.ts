/** Inputs that no table here can hold, and why; where they are tested instead. */
export const ELSEWHERE: readonly {
  readonly row: number;
  readonly why: string;
  readonly where?: string;
}[] = [
  { row: 77, why: '1e400 is no number of an API server', where: 'test/simulation/inputs/generated.test.ts' },
  { row: 102, why: 'no operator forbids disableTLS: whoever writes a hook also chooses its server' },
  { row: 127, why: 'Secrets are not opted in: a template reads those of its own namespace' },
  { row: 117, why: 'it is a status, not a spec', where: 'test/simulation/inputs/status.test.ts' },
  { row: 118, why: 'it is metadata, not a spec', where: 'test/simulation/inputs/status.test.ts' },
  {
    row: 135,
    why: 'receivers are called behind the loop',
    where: 'test/simulation/inputs/receivers.test.ts',
  },
  { row: 136, why: 'addresses are checked at the socket', where: 'test/integration/net.test.ts' },
  {
    row: 137,
    why: 'receivers are called behind the loop',
    where: 'test/simulation/inputs/receivers.test.ts',
  },
  { row: 138, why: 'receivers are called behind the loop', where: 'src/report/alerts/alerts.test.ts' },
];
