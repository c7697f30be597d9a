import type { Clock } from '../../clock/index.ts';
import { CommandBook } from './command-book.ts';
import { PositionRecord } from './position-record.ts';
import { Receipts } from './receipts.ts';
import { Troubles } from './troubles.ts';

/** Everything that a run measures while it goes on. */
export interface Accounts {
  readonly receipts: Receipts;
  readonly commands: CommandBook;
  readonly positions: PositionRecord;
  /** What counts as an error whatever the log says. */
  readonly troubles: Troubles;
}

/** `clock`: of the wall. */
export function openAccounts(clock: Clock): Accounts {
  const troubles = new Troubles();
  return {
    receipts: new Receipts(),
    commands: new CommandBook(clock, troubles),
    positions: new PositionRecord(clock),
    troubles,
  };
}
