import type { KubeObject } from '../api/objects.ts';
import { isOperatorError } from '../errors.ts';
import { type Clock, sleep } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { watchStalls } from '../runtime/stall.ts';
import { toRfc3339Micros } from '../runtime/time.ts';
import type { Cluster } from './cluster.ts';
import type { Candidacy, Election } from './election.ts';
import { asEpoch, type LeaseName, type LeaseRecord, readLease } from './lease.ts';
import { type LeaseCalls, makeLeaseCalls } from './lease-calls.ts';

export interface ElectorOptions {
  readonly cluster: Pick<Cluster, 'get' | 'create' | 'replace'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly lease: LeaseName;
  /** Unique for each process: one that starts again is somebody else. */
  readonly identity: string;
  readonly onChange?: (isLeader: boolean) => void;
}

/** How long others wait for a silent leader. */
const LEASE_SECONDS = 15;
/** A leader gives up when no renewal has succeeded for so long. */
const RENEW_DEADLINE_MS = 10_000;
/** Before that it starts nothing new, so that what is in flight has ended when somebody else begins. */
const QUIET_AFTER_MS = 8_000;
const RETRY_MS = 2_000;
/** After a renewal that failed, counted from its start; and what is waited at least. */
const RETRY_RENEWAL_MS = 1_000;
const SOONEST_MS = 200;
/** A process that stood still for so long does not know what the world looks like. */
const LONGEST_STALL_MS = 4_000;
/** What a released Lease grants its last holder, who is gone. */
const RELEASED_SECONDS = 1;

interface Term {
  readonly epoch: number;
  readonly acquiredAt: string;
  /** Just before the last renewal that succeeded was sent. */
  readonly renewed: { readonly now: number; readonly monotonic: number };
}

/**
 * Leader election on a Lease, by compare-and-swap on its version. Another holder has run out when its record did
 * not change for its duration by our own monotonic clock; wall clocks of two machines are never compared.
 */
export const makeElector = (options: ElectorOptions): Election => new Elector(options);

class Elector implements Election {
  readonly #options: ElectorOptions;
  readonly #clock: Clock;
  readonly #calls: LeaseCalls;
  readonly #over = new AbortController();
  #lease: KubeObject | undefined;
  #seen = { text: '', at: 0 };
  #highestEpoch = -1;
  #term: Term | undefined;
  #silentMs = (): number => 0;
  #tellLoss = (): void => undefined;

  constructor(options: ElectorOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#calls = makeLeaseCalls(options.cluster, options.clock, options.lease);
  }

  mayWrite(): boolean {
    if (this.#term === undefined || this.#silentMs() > LONGEST_STALL_MS) return false;
    const { now, monotonic } = this.#term.renewed;
    // The monotonic clock may stand still while a machine sleeps; the wall clock may go back.
    return Math.max(this.#clock.monotonic() - monotonic, this.#clock.now() - now) < QUIET_AFTER_MS;
  }

  epoch(): number {
    return this.#term?.epoch ?? -1;
  }

  contest(epoch: number): void {
    this.#highestEpoch = Math.max(this.#highestEpoch, asEpoch(epoch) ?? -1);
  }

  async run({ signal, lead, epochSeen }: Candidacy): Promise<'stopped' | 'lost'> {
    const { log, lease, identity, onChange } = this.#options;
    onChange?.(false);
    log.info({ lease, identity }, 'standing by for leadership');
    if (!(await this.#campaign(signal, epochSeen))) return 'stopped';
    log.info({ lease, identity, epoch: this.epoch() }, 'became leader');
    onChange?.(true);
    try {
      return await this.#reign(signal, lead);
    } finally {
      onChange?.(false);
    }
  }

  /** False: resigned before it led. */
  async #campaign(signal: AbortSignal, epochSeen: Candidacy['epochSeen']): Promise<boolean> {
    try {
      for (let waitMs: number | undefined = 0; waitMs !== undefined; ) {
        await sleep(this.#clock, waitMs, signal);
        this.contest(epochSeen() ?? -1);
        waitMs = await this.#tried('taking the lease', () => this.#tryToAcquire(signal), RETRY_MS);
      }
      return true;
    } catch (thrown) {
      if (signal.aborted) return false;
      throw thrown;
    }
  }

  /** Undefined: acquired. Otherwise when to try again. */
  async #tryToAcquire(signal: AbortSignal): Promise<number | undefined> {
    this.#lease = await this.#calls.read(signal);
    const leftMs = this.#lease === undefined ? 0 : this.#leftMs(this.#noted(this.#lease));
    if (leftMs > 0) return Math.min(leftMs, RETRY_MS);
    const acquiredAt = toRfc3339Micros(this.#clock.now());
    await this.#claim({ epoch: this.#highestEpoch + 1, acquiredAt }, signal);
    return undefined;
  }

  #noted(lease: KubeObject): LeaseRecord {
    const record = readLease(lease);
    this.contest(record.epoch);
    if (this.#seen.text !== record.text) this.#seen = { text: record.text, at: this.#clock.monotonic() };
    return record;
  }

  #leftMs({ holder, durationMs }: LeaseRecord): number {
    if (holder === '' || holder === this.#options.identity) return 0;
    return durationMs - (this.#clock.monotonic() - this.#seen.at);
  }

  /** From the moment before it was sent, success means that the Lease is ours. */
  async #claim(term: Omit<Term, 'renewed'>, signal: AbortSignal): Promise<void> {
    const renewed = { now: this.#clock.now(), monotonic: this.#clock.monotonic() };
    const renewedAt = toRfc3339Micros(renewed.now);
    const claim = { ...term, renewedAt, holder: this.#options.identity, seconds: LEASE_SECONDS };
    const written = await this.#calls.claim(claim, this.#lease, signal);
    if (this.#over.signal.aborted) return;
    this.#lease = written;
    this.contest(term.epoch);
    this.#term = { ...term, renewed };
  }

  async #reign(signal: AbortSignal, lead: Candidacy['lead']): Promise<'stopped' | 'lost'> {
    const lost = new Promise<'lost'>((resolve) => {
      this.#tellLoss = () => resolve('lost');
    });
    const stalls = watchStalls(this.#clock, LONGEST_STALL_MS, (silentMs) =>
      this.#lose(`the process stood still for ${Math.round(silentMs)} ms`),
    );
    this.#silentMs = () => stalls.silentMs();
    const renewing = this.#keepRenewing();
    const leading = lead(AbortSignal.any([signal, this.#over.signal])).then((): 'stopped' => 'stopped');
    try {
      const outcome = await Promise.race([leading, lost, renewing.then(() => lost)]);
      return outcome === 'stopped' ? await this.#resign(renewing) : outcome;
    } finally {
      stalls.stop();
      this.#over.abort();
    }
  }

  #lose(why: string): void {
    if (this.#over.signal.aborted) return;
    const { log, lease, identity } = this.#options;
    log.error({ lease, identity, epoch: this.epoch(), why }, 'lost leadership');
    this.#term = undefined;
    this.#over.abort();
    this.#tellLoss();
  }

  /** Until the reign is over. */
  async #keepRenewing(): Promise<void> {
    const { signal } = this.#over;
    try {
      for (let waitMs = RETRY_MS; ; ) {
        const cancel = this.#armDeadline();
        const started = this.#clock.monotonic();
        try {
          await sleep(this.#clock, waitMs, signal);
          const nextMs = await this.#tried('renewing the lease', () => this.#renew(signal), undefined);
          const tookMs = this.#clock.monotonic() - started - waitMs;
          waitMs = nextMs ?? Math.max(SOONEST_MS, RETRY_RENEWAL_MS - tookMs);
        } finally {
          cancel();
        }
      }
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
    }
  }

  #armDeadline(): () => void {
    const sinceMs = this.#clock.monotonic() - (this.#term?.renewed.monotonic ?? 0);
    return this.#clock.after(RENEW_DEADLINE_MS - sinceMs, () =>
      this.#lose(`no renewal has succeeded for ${RENEW_DEADLINE_MS / 1000} s`),
    );
  }

  /**
   * Answers when to go on. A Lease that was deleted is made anew, as another leadership; creating is a
   * compare-and-swap as well.
   */
  async #renew(signal: AbortSignal): Promise<number> {
    const term = this.#term;
    if (term === undefined) return RETRY_MS;
    const isContested = this.#lease === undefined || this.#highestEpoch > term.epoch;
    const epoch = isContested ? this.#highestEpoch + 1 : term.epoch;
    try {
      await this.#claim({ epoch, acquiredAt: term.acquiredAt }, signal);
      if (isContested) this.#options.log.info({ epoch }, 'leads on with a higher epoch');
      return RETRY_MS;
    } catch (thrown) {
      if (!isOperatorError(thrown, 'CONFLICT', 'ALREADY_EXISTS', 'NOT_FOUND')) throw thrown;
      await this.#lookAgain(signal);
      return SOONEST_MS;
    }
  }

  /** Somebody wrote the Lease: us, by a call whose answer was lost; a bystander, who left us in it; or a rival. */
  async #lookAgain(signal: AbortSignal): Promise<void> {
    const lease = await this.#calls.read(signal);
    const holder = lease === undefined ? this.#options.identity : this.#noted(lease).holder;
    if (holder === this.#options.identity) this.#lease = lease;
    else this.#lose(holder === '' ? 'the lease was taken away' : `${holder} holds the lease`);
  }

  async #resign(renewing: Promise<void>): Promise<'stopped'> {
    const { log, lease, identity } = this.#options;
    const term = this.#term;
    this.#term = undefined;
    this.#over.abort();
    await renewing;
    if (term !== undefined && (await this.#tried('releasing the lease', () => this.#release(term), false)))
      log.info({ lease, identity, epoch: term.epoch }, 'released leadership');
    return 'stopped';
  }

  /** Looks first: a renewal may have been on its way when the reign ended. */
  async #release({ epoch, acquiredAt }: Term): Promise<boolean> {
    const { signal } = new AbortController();
    const lease = await this.#calls.read(signal);
    if (lease === undefined || readLease(lease).holder !== this.#options.identity) return false;
    const renewedAt = toRfc3339Micros(this.#clock.now());
    const free = { holder: '', seconds: RELEASED_SECONDS, epoch, acquiredAt, renewedAt };
    await this.#calls.claim(free, lease, signal);
    return true;
  }

  /** What breaks the environment is told, and tried again at its time; the rest is a bug of ours. */
  async #tried<T>(doing: string, work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      if (!isOperatorError(thrown)) throw thrown;
      const fields = { doing, err: thrown };
      if (isOperatorError(thrown, 'CONFLICT', 'ALREADY_EXISTS'))
        this.#options.log.debug(fields, 'somebody else was faster');
      else this.#options.log.warn(fields, 'the lease could not be reached');
      return otherwise;
    }
  }
}
