import type { Chronicle } from './chronicle.ts';

/** A message of a client, or the body of a request with its operation as `type`. */
export type Content = Readonly<Record<string, unknown>> & { readonly type: string };

export type Answer =
  | { readonly ok: true; readonly result: unknown }
  | {
      readonly ok: false;
      readonly code: string;
      readonly temporary: boolean;
      readonly message: string;
    };

export interface LedgerCommand {
  /** Goes with the command into whatever it changes, so that its trace is found there. */
  readonly mark: string;
  /** `driver:7` */
  readonly by: string;
  readonly content: Content;
  /** Under which scope and id the daemon should remember it; null without an id. */
  key: { readonly scope: string; readonly id: string } | null;
  /** The first lasting answer that reached the client. */
  answer: Answer | null;
  readonly story: string[];
}

/** What clients have asked and been answered, written down on their own side of the wire. */
export class CommandLedger {
  readonly commands = new Map<string, LedgerCommand>();
  readonly faults: string[] = [];
  /** For these somebody still waits. */
  readonly waiting = new Set<LedgerCommand>();
  private readonly chronicle: Chronicle;
  private readonly byKey = new Map<string, LedgerCommand>();
  private lastMark = 0;

  constructor(chronicle: Chronicle) {
    this.chronicle = chronicle;
  }

  /** Writes a command down before it is sent. `make` puts the mark where it will be stored. */
  open(by: string, make: (mark: string) => Content): LedgerCommand {
    this.lastMark += 1;
    const mark = `mark-${this.lastMark}`;
    const content = make(mark);
    const command = { mark, by, content, key: null, answer: null, story: [] };
    this.commands.set(mark, command);
    this.waiting.add(command);
    return command;
  }

  /** It leaves the client under this key, for the first time or again. */
  sent(command: LedgerCommand, scope: string, id: string): void {
    command.key = { scope, id };
    this.byKey.set(`${scope} ${id}`, command);
    this.tell(command, 'sent');
  }

  find(scope: string, id: string): LedgerCommand | undefined {
    return this.byKey.get(`${scope} ${id}`);
  }

  /** An answer has reached the client. A temporary one decides nothing: it may be asked again. */
  answered(command: LedgerCommand, answer: Answer): void {
    this.tell(command, `answered ${JSON.stringify(answer.ok ? answer.result : answer.code)}`);
    if (!answer.ok && answer.temporary) return;
    if (command.answer === null) command.answer = answer;
    else if (gist(command.answer) !== gist(answer)) {
      this.fault(command, `was answered ${gist(command.answer)} and then ${gist(answer)}`);
    }
  }

  /** Nobody waits for it any more. */
  close(command: LedgerCommand): void {
    this.waiting.delete(command);
  }

  /** What the library made of it must be what came over the wire. */
  concluded(command: LedgerCommand, answer: Answer): void {
    this.close(command);
    this.tell(command, `concluded ${answer.ok ? 'done' : answer.code}`);
    const isOwnWord = !answer.ok && (answer.temporary || answer.code === 'closed');
    if (isOwnWord) return;
    if (command.answer === null || gist(command.answer) !== gist(answer)) {
      this.fault(command, `was concluded ${gist(answer)}, which nobody had answered`);
    }
  }

  tell(command: LedgerCommand, what: string): void {
    command.story.push(`${this.chronicle.stamp()}: ${what}`);
  }

  private fault({ mark, by, story }: LedgerCommand, what: string): void {
    this.faults.push(`${mark} of ${by} ${what}\n    ${story.join('\n    ')}`);
  }
}

/** An answer without what may differ when it is given again: who is online just then. */
function gist(answer: Answer): string {
  if (!answer.ok) return answer.code;
  if (typeof answer.result !== 'object' || answer.result === null) return 'done';
  return JSON.stringify({ ...answer.result, online: undefined });
}
