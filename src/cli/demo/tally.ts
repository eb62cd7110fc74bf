import type { Answer } from '../../sandbox/load/load-generator.ts';

/** What users met: counted from the client's side, answer by answer. */
export class Tally {
  requests = 0;
  errors = 0;
  readonly #byVersion = new Map<string, { requests: number; errors: number }>();

  add({ version, status }: Answer): void {
    const isError = status === 0 || status >= 500;
    this.requests += 1;
    if (isError) this.errors += 1;
    const key = version === '' ? 'none' : version;
    const count = this.#byVersion.get(key) ?? { requests: 0, errors: 0 };
    count.requests += 1;
    if (isError) count.errors += 1;
    this.#byVersion.set(key, count);
  }

  of(version: string): { readonly requests: number; readonly errors: number } {
    return this.#byVersion.get(version) ?? { requests: 0, errors: 0 };
  }
}
