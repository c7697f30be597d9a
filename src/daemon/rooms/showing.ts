import type { Session } from '../gateway/session.ts';
import type { PageMaker } from './room.ts';

/**
 * A room's state on its way to one session: page by page, and no faster than the session takes
 * them. Whoever joins again starts it anew, so that a session holds one state of a room at most.
 */
export class Showing {
  private readonly session: Session;
  private readonly room: string;
  private pages: readonly PageMaker[] = [];
  private nextPage = 0;
  private running: Promise<void> | null = null;

  constructor(session: Session, room: string) {
    this.session = session;
    this.room = room;
  }

  /** Resolves when the last page of the newest state has been sent, or nobody wants it. */
  restart(pages: readonly PageMaker[]): Promise<void> {
    this.pages = pages;
    this.nextPage = 0;
    this.running ??= this.run();
    return this.running;
  }

  /** The room was left: whoever joins again gets a showing of their own. */
  cancel(): void {
    this.pages = [];
  }

  /** It has ended as soon as nothing is left, not a turn later: a restart would go unheard. */
  private async run(): Promise<void> {
    try {
      do await this.session.drained();
      while (this.showNext());
    } finally {
      this.running = null;
      this.pages = [];
    }
  }

  /** Answers whether there is more. */
  private showNext(): boolean {
    const { session, room } = this;
    const page = this.pages[this.nextPage];
    if (page === undefined || !session.isOpen || !session.rooms.has(room)) return false;
    this.nextPage += 1;
    const more = this.nextPage < this.pages.length;
    session.send({ type: 'room_joined', room, more, ...page() });
    return more;
  }
}
