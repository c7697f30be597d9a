import type { Session, StreamMessage, StreamPosition } from '../../../src/client/index.ts';
import type { Trace } from './trace.ts';
import type { Truth } from './truth.ts';

interface ViewParts {
  readonly user: string;
  readonly name: string;
  readonly trace: Trace;
  readonly truth: () => Truth;
}

/**
 * What a device has shown of its user's stream: always the store's own messages, one after the
 * other. It may only jump ahead where the daemon began anew, and only over what it did not keep or
 * what another device of the user has acknowledged.
 */
export class DeviceView {
  place: StreamPosition | null;
  private readonly parts: ViewParts;
  private session: string | null = null;
  /** A session that began anew broke before its snapshot came: then the next begins anew, too. */
  private lacksState = false;

  constructor(parts: ViewParts, place: StreamPosition | null) {
    this.parts = parts;
    this.place = place;
  }

  opened({ session, role, epoch, from, resumed }: Session): void {
    // A refreshed token is the same session.
    if (session === this.session) return;
    this.session = session;
    const { place } = this;
    const lacksState = this.beginState(resumed, role);
    if (place === null || place.epoch !== epoch) {
      if (resumed) this.fail(`resumed ${place?.epoch ?? 'nothing'}`);
      this.place = { epoch, seq: from };
      return;
    }
    const { acked, pruned, newest } = this.parts.truth().state(this.parts.user);
    const mustResume = !lacksState && place.seq >= pruned && place.seq <= newest;
    if (mustResume && !resumed) this.fail(`could have resumed after ${place.seq}`);
    if (resumed && from !== place.seq) this.fail(`resumed after ${from}, not ${place.seq}`);
    if (from <= place.seq) return;
    if (from > Math.max(acked, pruned)) this.fail(`skipped to ${from}`);
    this.place = { epoch, seq: from };
  }

  /** Answers whether the state was lacking until now. */
  private beginState(resumed: boolean, role: string): boolean {
    const { lacksState } = this;
    if (resumed && lacksState) this.fail('resumed without its state');
    this.lacksState = !resumed && role !== 'admin';
    return lacksState;
  }

  tookSnapshot(): void {
    this.lacksState = false;
  }

  shown(message: StreamMessage): void {
    if (this.lacksState) this.fail(`showed ${message.seq} before its snapshot`);
    const { user, truth } = this.parts;
    const { seq, replayed: _, ...rest } = message as StreamMessage & { replayed?: boolean };
    if (seq !== (this.place?.seq ?? 0) + 1) this.fail(`showed ${seq} after ${this.place?.seq}`);
    const [text, stored] = [JSON.stringify(rest), truth().textOf(user, seq)];
    if (text !== stored) this.fail(`showed as ${seq} what is not stored: ${text}`);
    if (this.place !== null) this.place = { epoch: this.place.epoch, seq };
  }

  private fail(what: string): void {
    this.parts.trace.fail(this.parts.name, what);
  }
}
