import { type Alert, isOfEnd } from '../../decide/alerts.ts';
import { isWanted, type ReceiverRef } from '../../domain/plan-alerts.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ending, Outbox } from '../outbox.ts';
import { type Message, messageOf, type Scene, type Wording } from './message.ts';
import { type ReceiverOptions, receiverOf } from './receiver.ts';
import { send, type SendOptions } from './send.ts';

export interface AlertOptions extends ReceiverOptions, SendOptions {
  readonly outbox: Pick<Outbox, 'put'>;
  readonly clock: Clock;
  readonly wording: Wording;
  readonly onEnding: (seen: {
    readonly message: Message;
    readonly receiver: ReceiverRef;
    /** Type of the receiver, `unknown` where nobody could tell. */
    readonly to: string;
    readonly ending: Ending;
  }) => void;
}

/** Of the same alert to the same receiver: what flaps must not drown what matters. */
const LEAST_GAP_MS = 600_000;
/** Between two messages to one receiver: the least that Slack and Google Chat ask for. */
const PACE_MS = 1_000;
/** Over some three minutes, so that a receiver may be restarted meanwhile. */
const TRIES = 10;

/** Sends alerts to those who want them, behind the loop's back. */
export class Alerts {
  readonly #options: AlertOptions;
  /** When an alert last went to a receiver, oldest first. */
  readonly #lastMs = new Map<string, number>();
  /** The last end that was told of a Canary: it is told when it is certain, and again when it is owed. */
  readonly #ends = new Map<string, { readonly id: string; readonly over: Promise<void> }>();

  constructor(options: AlertOptions) {
    this.#options = options;
  }

  /** Resolves when everybody has it, or was given up. */
  tell(alert: Alert, scene: Scene): Promise<void> {
    const message = messageOf(alert, scene, this.#options.wording);
    if (!isOfEnd(alert)) return this.#sendToAll(message, scene);
    const known = this.#ends.get(message.uid);
    if (known?.id === message.id) return known.over;
    const over = this.#sendToAll(message, scene);
    this.#ends.set(message.uid, { id: message.id, over });
    return over;
  }

  forget(uid: string): void {
    this.#ends.delete(uid);
  }

  async #sendToAll(message: Message, { plan }: Scene): Promise<void> {
    const wanting = plan.analysis.alerts.filter((alert) => isWanted(alert, message.severity));
    await Promise.all(wanting.map(({ receiver }) => this.#sendTo(receiver, message)));
  }

  #sendTo(receiver: ReceiverRef, message: Message): Promise<void> {
    return new Promise((resolve) => {
      let to = receiver.kind === 'operator' ? receiver.type : 'unknown';
      const ended = (ending: Ending): void => {
        this.#options.onEnding({ message, receiver, to, ending });
        resolve();
      };
      const lane = laneOf(receiver);
      if (this.#isTooSoon(`${lane} ${message.id}`))
        return ended({ kind: 'dropped', reason: 'tooOften', why: 'the same was sent within ten minutes' });
      this.#options.outbox.put({
        lane,
        tries: TRIES,
        gapMs: PACE_MS,
        deliver: async (signal) => {
          const found = await receiverOf(receiver, this.#options, signal);
          to = ('receiver' in found ? found.receiver.type : found.type) ?? 'unknown';
          return 'receiver' in found
            ? send(message, found.receiver, this.#options, signal)
            : { kind: 'again', why: found.missing };
        },
        ended,
      });
    });
  }

  #isTooSoon(key: string): boolean {
    const now = this.#options.clock.monotonic();
    for (const [old, at] of this.#lastMs) {
      if (now - at < LEAST_GAP_MS) break;
      this.#lastMs.delete(old);
    }
    if (this.#lastMs.has(key)) return true;
    this.#lastMs.set(key, now);
    return false;
  }
}

/** A receiver that is away holds up nobody but itself. */
const laneOf = (receiver: ReceiverRef): string =>
  receiver.kind === 'operator'
    ? `operator/${receiver.type}`
    : `provider/${receiver.namespace}/${receiver.name}`;
