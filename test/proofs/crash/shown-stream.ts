interface Shown {
  readonly seq: number;
  /** Without `seq` and `replayed`, which belong to the delivery. */
  readonly message: object;
  readonly isReplayed: boolean;
  readonly stamp: string;
}

/** One client's share of a user's stream: an app until it is killed, a page's connection. */
export interface Life {
  /** The position that it was given to go on from; null: it began anew. */
  readonly resumedFrom: number | null;
  /** Messages follow from the next number on; null until a session was open. */
  start: number | null;
  epoch: string | null;
  readonly shown: Shown[];
}

/** What the clients of one user showed, one after the other. */
export class ShownStream {
  readonly user: string;
  /** False: offers that were over when it began anew are left out for it. */
  readonly acks: boolean;
  readonly lives: Life[] = [];

  constructor(user: string, acks: boolean) {
    this.user = user;
    this.acks = acks;
  }

  get newestSeq(): number {
    return Math.max(0, ...this.lives.map(({ shown }) => shown.at(-1)?.seq ?? 0));
  }

  begin(resumedFrom: number | null): Life {
    const life: Life = { resumedFrom, start: resumedFrom, epoch: null, shown: [] };
    this.lives.push(life);
    return life;
  }
}

/** The session is open: a client that began anew learns where its stream starts. */
export function enter(
  life: Life,
  session: { readonly epoch: string; readonly from: number },
): void {
  life.start ??= session.from;
  life.epoch ??= session.epoch;
}
