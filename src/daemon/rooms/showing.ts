import type { Session } from '../gateway/session.ts';
import type { Pages, Turn } from './room.ts';

/**
 * A room's state on its way to one session: page by page, and no faster than the session takes
 * them. Whoever joins again starts it anew, so that a session holds one state of a room at most.
 */
export class Showing {
  private readonly session: Session;
  private readonly room: string;
  /** What is still to be shown; null when nothing is. */
  private pages: Pages | null = null;
  private running: Promise<void> | null = null;

  constructor(session: Session, room: string) {
    this.session = session;
    this.room = room;
  }

  /** Resolves when the last page of the newest state has been sent, or nobody wants it. */
  restart(pages: Pages): Promise<void> {
    this.pages = pages;
    this.running ??= this.run();
    return this.running;
  }

  /** The room was left: whoever joins again gets a showing of their own. */
  cancel(): void {
    this.pages = null;
  }

  /** It has ended as soon as nothing is left, not a turn later: a restart would go unheard. */
  private async run(): Promise<void> {
    try {
      while (this.pages !== null) {
        await this.session.drained();
        if (this.pages !== null) await this.showNext(this.pages);
      }
    } finally {
      this.running = null;
      this.pages = null;
    }
  }

  private async showNext(pages: Pages): Promise<void> {
    if (!this.isWanted) {
      this.pages = null;
      return;
    }
    const next = pages.next();
    if (next instanceof Promise) this.show(pages, await next);
    // Without a turn in between, in which something newer could overtake it.
    else this.show(pages, next);
  }

  /** A page of a state that was left, or begun anew, while it was read is not shown. */
  private show(pages: Pages, { page, more }: Turn): void {
    if (this.pages !== pages) return;
    if (!more || !this.isWanted) this.pages = null;
    if (this.isWanted) this.session.send({ type: 'room_joined', room: this.room, more, ...page });
  }

  private get isWanted(): boolean {
    return this.session.isOpen && this.session.rooms.has(this.room);
  }
}
