import { type Address, type ApiClient, apiClient } from '../client/index.ts';
import { type Clock, scaledClock, type Timer } from '../clock/index.ts';
import { openAccounts } from './account/accounts.ts';
import { strikeBalance } from './account/balance.ts';
import { collectLogs } from './account/collect-logs.ts';
import type { BookingLog } from './account/expected-events.ts';
import { type Reckoning, sumUp } from './account/sum-up.ts';
import { patientApi } from './patient-api.ts';
import { Crew } from './people/crew.ts';
import { type Headcount, issueIdentities } from './people/identities.ts';
import type { Phase } from './progress.ts';
import { reportProgress } from './report-progress.ts';
import type { SimulationHooks, Target } from './simulation-options.ts';
import type { Town } from './town.ts';
import { waitUntil } from './wait-until.ts';

export interface SimulationParts extends Headcount {
  /** The people of `run` are called `sim-<run>-…`. */
  readonly run: string;
  readonly target: Target;
  /** Where the people connect. */
  readonly address: Address;
  readonly town: Town;
  readonly declineRate: number;
  readonly speedup: number;
  /** Of the wall. */
  readonly clock: Clock;
  readonly hooks: SimulationHooks;
}

/** Trips under way may take this long to end, by the wall. */
const DRAIN_MS = 20_000;
const DRAIN_MS_STOPPED = 5_000;
/** A daemon that is being started again is waited for, and then everybody's way back. */
const CLOSING_MS = 60_000;
const RETURN_MS = 30_000;
const ARRIVAL_MS = 5_000;
const PATIENCE_MS = 60_000;

/**
 * One run: people come, live for a while, go home; then it is counted, and all traces removed.
 *
 *   connecting ──▶ running ──▶ draining ──▶ counting
 *
 * `people/` and `dispatch/` live in the daemon; `account/` keeps what they saw and did, and at the
 * end compares it with the daemon's own log. A fault that shows in a run is counted, not thrown.
 */
export class Simulation {
  readonly #parts: SimulationParts;
  readonly #api: ApiClient;
  readonly #accounts;
  #crew: Crew | null = null;
  #phase: Phase = 'connecting';
  #progress: Timer | null = null;
  #hasTraces = false;
  /** Nobody waits for anything any more. */
  readonly #over = new AbortController();

  constructor(parts: SimulationParts) {
    const { target, clock } = parts;
    this.#parts = parts;
    this.#api = apiClient(target);
    this.#accounts = openAccounts(clock);
  }

  async play(durationMs: number): Promise<Reckoning> {
    const { clock, drivers, riders, hooks } = this.#parts;
    const { stop } = hooks;
    const crew = await this.#gather();
    this.#progress = reportProgress(crew, this.#accounts, this.#parts, () => this.#phase);
    await crew.connect(stop);
    this.#phase = 'running';
    const startedAtMs = clock.monotonic();
    crew.start();
    await this.#wait(() => false, durationMs, stop);
    const ranMs = clock.monotonic() - startedAtMs;
    await this.#drain(crew);
    this.#phase = 'counting';
    const logs = await this.#count(crew);
    await this.#cleanUp();
    return sumUp(this.#accounts, logs, { drivers, riders, durationMs: ranMs });
  }

  /** Leaves nothing behind: no connection, no timer, and in the daemon no trace. Idempotent. */
  async close(patienceMs = 0): Promise<void> {
    const { clock, run } = this.#parts;
    this.#over.abort();
    this.#progress?.cancel();
    await this.#crew?.close();
    if (!this.#hasTraces) return;
    await patientApi(this.#api, clock, patienceMs).call('eraseSimulation', { params: { run } });
    this.#hasTraces = false;
  }

  async #gather(): Promise<Crew> {
    const { run, address, town, declineRate, speedup, clock } = this.#parts;
    const prefix = `sim-${run}-`;
    this.#hasTraces = true;
    this.#crew = new Crew({
      address,
      identities: await issueIdentities(this.#api, prefix, this.#parts),
      town,
      declineRate,
      prefix,
      clock,
      townClock: scaledClock(clock, speedup),
      accounts: this.#accounts,
    });
    return this.#crew;
  }

  /** Trips that are under way end, up to a bound; the dispatcher cancels the rest. */
  async #drain(crew: Crew): Promise<void> {
    const { hooks } = this.#parts;
    const timeoutMs = hooks.stop?.aborted ? DRAIN_MS_STOPPED : DRAIN_MS;
    const isQuiet = () => this.#isQuiet(crew);
    this.#phase = 'draining';
    crew.windDown();
    await this.#wait(isQuiet, timeoutMs, hooks.stopAtOnce);
    crew.wake();
    crew.dispatcher.follow('closing');
    if (await this.#wait(isQuiet, CLOSING_MS)) return;
    const { open } = crew.dispatcher;
    const { commands, troubles } = this.#accounts;
    troubles.add(`${open.length} bookings and ${commands.underWay} commands have found no end`);
  }

  #isQuiet({ dispatcher }: Crew): boolean {
    const { commands } = this.#accounts;
    return dispatcher.isCurrent && dispatcher.open.length === 0 && commands.underWay === 0;
  }

  /** Reads the log, and waits for what it says was sent but has not been seen yet. */
  async #count(crew: Crew): Promise<readonly BookingLog[]> {
    const api = patientApi(this.#api, this.#parts.clock, PATIENCE_MS, this.#over.signal);
    const logs = await collectLogs(api, crew.riderIds);
    const isComplete = () => strikeBalance(logs, this.#accounts.receipts).lost.length === 0;
    if (isComplete()) return logs;
    crew.wake();
    await this.#wait(() => crew.isOnline, RETURN_MS);
    await this.#wait(isComplete, ARRIVAL_MS);
    return logs;
  }

  /** The count is worth telling even where something of the run stays behind. */
  async #cleanUp(): Promise<void> {
    try {
      await this.close(PATIENCE_MS);
    } catch (error) {
      this.#accounts.troubles.add(`the people of the run are not erased: ${String(error)}`);
    }
  }

  /** Rejects when the run is closed meanwhile; `signal` only ends the waiting. */
  async #wait(isSo: () => boolean, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    const over = this.#over.signal;
    const { clock } = this.#parts;
    const ends = signal === undefined ? over : AbortSignal.any([over, signal]);
    const answer = await waitUntil(isSo, { clock, timeoutMs, signal: ends });
    over.throwIfAborted();
    return answer;
  }
}
