/** What one side pushes, the other awaits; unbounded here, bounded by who pushes. */
export class EventQueue<T> implements AsyncIterableIterator<T, undefined> {
  readonly #ready: T[] = [];
  #waiting: PromiseWithResolvers<IteratorResult<T, undefined>> | undefined;
  #ended: { readonly error?: unknown } | undefined;
  readonly #onEnd: () => void;

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  get waiting(): number {
    return this.#ready.length;
  }

  push(value: T): void {
    if (this.#ended !== undefined) return;
    const reader = this.#waiting;
    this.#waiting = undefined;
    if (reader === undefined) this.#ready.push(value);
    else reader.resolve({ done: false, value });
  }

  /** What was pushed before is still delivered; then the iteration ends, or throws the error. */
  end(error?: unknown): void {
    if (this.#ended !== undefined) return;
    this.#ended = error === undefined ? {} : { error };
    const reader = this.#waiting;
    this.#waiting = undefined;
    this.#onEnd();
    if (reader === undefined) return;
    if (error === undefined) reader.resolve({ done: true, value: undefined });
    else reader.reject(error);
  }

  /** Ends at once; what was pushed and not yet read is dropped. */
  abort(error: unknown): void {
    this.#ready.length = 0;
    this.end(error);
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const value = this.#ready.shift();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    const ended = this.#ended as { readonly error?: Error } | undefined;
    if (ended?.error !== undefined) {
      this.#ended = {};
      return Promise.reject(ended.error);
    }
    if (ended !== undefined) return Promise.resolve({ done: true, value: undefined });
    this.#waiting ??= Promise.withResolvers<IteratorResult<T, undefined>>();
    return this.#waiting.promise;
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#ready.length = 0;
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.return().then(() => undefined);
  }
}
