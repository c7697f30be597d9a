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
import type { Phase, Progress } from './progress.ts';
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
const PROGRESS_MS = 1_000;

/** One run: people come, live for a while, go home; then it is counted, and all traces removed. */
export class Simulation {
  readonly #parts: SimulationParts;
  readonly #api: ApiClient;
  readonly #accounts;
  #crew: Crew | null = null;
  #phase: Phase = 'connecting';
  #progress: Timer | null = null;
  #hasTraces = false;

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
    this.#report(crew, clock.monotonic());
    await crew.connect(stop);
    this.#phase = 'running';
    const startedAtMs = clock.monotonic();
    crew.start();
    await waitUntil(() => false, { clock, timeoutMs: durationMs, signal: stop });
    const ranMs = clock.monotonic() - startedAtMs;
    await this.#drain(crew);
    this.#phase = 'counting';
    const logs = await this.#count(crew);
    await this.close(PATIENCE_MS);
    return sumUp(this.#accounts, logs, { drivers, riders, durationMs: ranMs });
  }

  /** Leaves nothing behind: no connection, no timer, and in the daemon no trace. Idempotent. */
  async close(patienceMs = 0): Promise<void> {
    const { clock, run } = this.#parts;
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
    const { clock, hooks } = this.#parts;
    const timeoutMs = hooks.stop?.aborted ? DRAIN_MS_STOPPED : DRAIN_MS;
    const isQuiet = () => this.#isQuiet(crew);
    this.#phase = 'draining';
    crew.windDown();
    await waitUntil(isQuiet, { clock, timeoutMs, signal: hooks.stopAtOnce });
    crew.dispatcher.follow('closing');
    if (await waitUntil(isQuiet, { clock, timeoutMs: CLOSING_MS })) return;
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
    const { clock } = this.#parts;
    const api = patientApi(this.#api, clock, PATIENCE_MS);
    const logs = await collectLogs(api, crew.riderIds);
    const isComplete = () => strikeBalance(logs, this.#accounts.receipts).lost.length === 0;
    if (isComplete()) return logs;
    crew.wake();
    await waitUntil(() => crew.isOnline, { clock, timeoutMs: RETURN_MS });
    await waitUntil(isComplete, { clock, timeoutMs: ARRIVAL_MS });
    return logs;
  }

  #report(crew: Crew, startedAtMs: number): void {
    const { clock, hooks } = this.#parts;
    const { onProgress } = hooks;
    if (onProgress === undefined) return;
    const { positions } = this.#accounts;
    let lastMs = startedAtMs;
    let lastSent = 0;
    this.#progress = clock.every(PROGRESS_MS, () => {
      const nowMs = clock.monotonic();
      const perS = ((positions.sent - lastSent) * 1_000) / (nowMs - lastMs);
      lastMs = nowMs;
      lastSent = positions.sent;
      onProgress(this.#progressAt(crew, nowMs - startedAtMs, Math.round(perS)));
    });
  }

  #progressAt(crew: Crew, elapsedMs: number, positionsPerS: number): Progress {
    return {
      phase: this.#phase,
      elapsedMs: Math.round(elapsedMs),
      driversOnline: crew.online('driver'),
      ridersOnline: crew.online('rider'),
      bookings: crew.dispatcher.countByStatus(),
      positionsPerS,
      latencyMs: this.#accounts.positions.latencyMs,
    };
  }
}
