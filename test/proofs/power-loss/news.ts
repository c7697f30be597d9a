import type { Answer } from '../../support/conversation.ts';
import { type Ledger, Person } from './people.ts';
import type { TracedDaemon } from './traced-daemon.ts';

const ADMIN = { role: 'admin', userId: '1' } as const;
export const READER = { role: 'rider', userId: '7' } as const;

/** So many that what comes while the disk is busy shares the next commit. */
const AT_ONCE = 6;

/** Numbered news for one rider, sent through one daemon after the other. */
export class News {
  /** Numbers of which somebody was told that they are sent. */
  readonly acknowledged = new Set<number>();
  count = 0;
  private readonly ledger: Ledger;
  /** Beside the number, to fill the log sooner. */
  private readonly text: string;

  constructor(ledger: Ledger, text = '') {
    this.ledger = ledger;
    this.text = text;
  }

  connect(daemon: TracedDaemon): Promise<Person> {
    return Person.connect(daemon, 'admin:1', this.ledger);
  }

  /** Some at once. Answers those that were refused; null is one that was cut off. */
  async send(admin: Person): Promise<(Answer | null)[]> {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => this.sendOne(admin)));
    return answers.filter((answer) => answer?.type !== 'ack');
  }

  async sendUntilRefused(admin: Person): Promise<(Answer | null)[]> {
    for (;;) {
      const refused = await this.send(admin);
      if (refused.length > 0) return refused;
    }
  }

  /** Sends once more, as the same command, what nobody was told is sent. */
  async repeatUncertain(admin: Person): Promise<(Answer | null)[]> {
    const numbers = Array.from({ length: this.count }, (_, index) => index + 1);
    const uncertain = numbers.filter((number) => !this.acknowledged.has(number));
    return Promise.all(uncertain.map((number) => this.ask(admin, number)));
  }

  private sendOne(admin: Person): Promise<Answer | null> {
    this.count += 1;
    const number = this.count;
    const { role, userId } = READER;
    const data = { number, text: this.text };
    const message = { type: 'notify', role, user_id: userId, event: 'news', data };
    this.ledger.set(`news-${number}`, { user: ADMIN, message });
    return this.ask(admin, number);
  }

  private async ask(admin: Person, number: number): Promise<Answer | null> {
    const answer = await admin.repeat(`news-${number}`).catch(() => null);
    if (answer?.type === 'ack') this.acknowledged.add(number);
    return answer;
  }
}
