import type { Refused } from '../domain/snapshot.ts';

/** A live look before a write said no; the write was not sent. */
export class Unready extends Error {
  override readonly name = 'Unready';
  readonly reason: Refused['reason'];

  constructor(reason: Refused['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}
