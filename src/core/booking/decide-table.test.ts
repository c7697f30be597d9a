import { describe, expect, test } from 'vitest';
import { type Actor, SYSTEM } from './actor.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import {
  ADMIN,
  CONTEXT,
  DRIVER,
  OTHER_DRIVER,
  OTHER_RIDER,
  RIDER,
  type SampleState,
  sampleIn,
} from './testing/sample-bookings.ts';
import { sampleCommands } from './testing/sample-commands.ts';

/**
 * Every state × command × role × relation to the booking, written down by hand. A cell says:
 *
 *   ok    it becomes what the second column says      =  succeeds and changes nothing
 *   via   the same by way of `pending`, in two steps  !  illegal_transition
 *   up    the driver gives it up: `pending`           x  conflict
 *                                                     ?  not_found
 *                                                     -  not_allowed
 *
 * Booking 42 is rider 5's. Driver 7 has it, or had it last: `freed` is pending again after an admin
 * took it back, `declined` is declined by driver 7. In `pending` nobody has had it yet. The columns
 * are headed by the beginnings of the states.
 */
const BY_ADMIN = `
  asked            | becomes   | miss  pend  freed assig accep on_wa arriv start compl decl  canc
  request          | pending   | ok    =     =     x     x     x     x     x     x     x     x
  request to Port  | pending   | ok    x     x     x     x     x     x     x     x     x     x
  assign 7         | assigned  | ?     ok    ok    =     !     !     !     !     !     x     !
  assign 7 whole   | assigned  | via   ok    ok    =     !     !     !     !     !     x     !
  assign 7 force   | assigned  | ?     ok    ok    =     !     !     !     !     !     ok    !
  assign 7 to Port | assigned  | ?     ok    ok    x     !     !     !     !     !     x     !
  assign 8         | assigned  | ?     ok    ok    x     x     x     x     !     !     ok    !
  assign 8 force   | assigned  | ?     ok    ok    via   via   via   via   !     !     ok    !
  assign 8 rider 6 | assigned  | ?     x     x     x     x     x     x     x     x     x     x
  accept           |           | -     -     -     -     -     -     -     -     -     -     -
  decline          |           | -     -     -     -     -     -     -     -     -     -     -
  pending          | pending   | ?     =     =     ok    ok    ok    ok    !     !     !     !
  assigned         |           | ?     !     !     =     !     !     !     !     !     !     !
  accepted         |           | -     -     -     -     =     -     -     -     -     -     -
  declined         | declined  | ?     !     !     ok    !     !     !     !     !     =     !
  on_way           | on_way    | ?     !     !     !     ok    =     !     !     !     !     !
  arrived          | arrived   | ?     !     !     !     !     ok    =     !     !     !     !
  started          | started   | ?     !     !     !     !     !     ok    =     !     !     !
  completed        | completed | ?     !     !     !     !     !     !     ok    =     !     !
  cancelled        | cancelled | ?     ok    ok    ok    ok    ok    ok    ok    !     ok    =
  no_show          | cancelled | ?     ok    ok    ok    ok    ok    ok    ok    !     ok    =
  rate             |           | -     -     -     -     -     -     -     -     -     -     -
  expire           |           | -     -     -     -     -     -     -     -     -     -     -
  abandon          |           | -     -     -     -     -     -     -     -     -     -     -
  expire void      |           | -     -     -     -     -     -     -     -     -     -     -
  abandon void     |           | -     -     -     -     -     -     -     -     -     -     -
`;

const BY_ITS_DRIVER = `
  asked            | becomes   | miss  freed assig accep on_wa arriv start compl decl  canc
  request          |           | -     -     -     -     -     -     -     -     -     -
  request to Port  |           | -     -     -     -     -     -     -     -     -     -
  assign 7         |           | -     -     -     -     -     -     -     -     -     -
  assign 7 whole   |           | -     -     -     -     -     -     -     -     -     -
  assign 7 force   |           | -     -     -     -     -     -     -     -     -     -
  assign 7 to Port |           | -     -     -     -     -     -     -     -     -     -
  assign 8         |           | -     -     -     -     -     -     -     -     -     -
  assign 8 force   |           | -     -     -     -     -     -     -     -     -     -
  assign 8 rider 6 |           | -     -     -     -     -     -     -     -     -     -
  accept           | accepted  | ?     !     ok    =     !     !     !     !     !     !
  decline          | declined  | ?     !     ok    !     !     !     !     !     =     !
  pending          | pending   | ?     =     !     ok    ok    ok    !     !     !     !
  assigned         |           | -     -     =     -     -     -     -     -     -     -
  accepted         |           | ?     !     !     =     !     !     !     !     !     !
  declined         |           | ?     !     !     !     !     !     !     !     =     !
  on_way           | on_way    | ?     !     !     ok    =     !     !     !     !     !
  arrived          | arrived   | ?     !     !     !     ok    =     !     !     !     !
  started          | started   | ?     !     !     !     !     ok    =     !     !     !
  completed        | completed | ?     !     !     !     !     !     ok    =     !     !
  cancelled        |           | ?     =     !     up    up    up    !     !     !     =
  no_show          | cancelled | ?     =     !     up    up    ok    !     !     !     =
  rate             |           | -     -     -     -     -     -     -     -     -     -
  expire           |           | -     -     -     -     -     -     -     -     -     -
  abandon          |           | -     -     -     -     -     -     -     -     -     -
  expire void      |           | -     -     -     -     -     -     -     -     -     -
  abandon void     |           | -     -     -     -     -     -     -     -     -     -
`;

const BY_ITS_RIDER = `
  asked            | becomes   | miss  pend  freed assig accep on_wa arriv start compl decl  canc
  request          | pending   | ok    =     =     x     x     x     x     x     x     x     x
  request to Port  | pending   | ok    x     x     x     x     x     x     x     x     x     x
  assign 7         |           | -     -     -     -     -     -     -     -     -     -     -
  assign 7 whole   |           | -     -     -     -     -     -     -     -     -     -     -
  assign 7 force   |           | -     -     -     -     -     -     -     -     -     -     -
  assign 7 to Port |           | -     -     -     -     -     -     -     -     -     -     -
  assign 8         |           | -     -     -     -     -     -     -     -     -     -     -
  assign 8 force   |           | -     -     -     -     -     -     -     -     -     -     -
  assign 8 rider 6 |           | -     -     -     -     -     -     -     -     -     -     -
  accept           |           | -     -     -     -     -     -     -     -     -     -     -
  decline          |           | -     -     -     -     -     -     -     -     -     -     -
  pending          |           | -     =     =     -     -     -     -     -     -     -     -
  assigned         |           | -     -     -     =     -     -     -     -     -     -     -
  accepted         |           | -     -     -     -     =     -     -     -     -     -     -
  declined         |           | -     -     -     -     -     -     -     -     -     =     -
  on_way           |           | -     -     -     -     -     =     -     -     -     -     -
  arrived          |           | -     -     -     -     -     -     =     -     -     -     -
  started          |           | -     -     -     -     -     -     -     =     -     -     -
  completed        |           | -     -     -     -     -     -     -     -     =     -     -
  cancelled        | cancelled | ?     ok    ok    ok    ok    ok    ok    !     !     ok    =
  no_show          | cancelled | ?     ok    ok    ok    ok    ok    ok    !     !     ok    =
  rate             | a rating  | ?     !     !     !     !     !     !     !     ok    !     !
  expire           |           | -     -     -     -     -     -     -     -     -     -     -
  abandon          |           | -     -     -     -     -     -     -     -     -     -     -
  expire void      |           | -     -     -     -     -     -     -     -     -     -     -
  abandon void     |           | -     -     -     -     -     -     -     -     -     -     -
`;

const BY_SYSTEM = `
  asked            | becomes   | miss  pend  freed assig accep on_wa arriv start compl decl  canc
  request          |           | -     -     -     -     -     -     -     -     -     -     -
  request to Port  |           | -     -     -     -     -     -     -     -     -     -     -
  assign 7         | assigned  | ?     ok    ok    =     !     !     !     !     !     x     !
  assign 7 whole   | assigned  | ?     ok    ok    =     !     !     !     !     !     x     !
  assign 7 force   | assigned  | ?     ok    ok    =     !     !     !     !     !     ok    !
  assign 7 to Port | assigned  | ?     ok    ok    x     !     !     !     !     !     x     !
  assign 8         | assigned  | ?     ok    ok    !     !     !     !     !     !     ok    !
  assign 8 force   | assigned  | ?     ok    ok    !     !     !     !     !     !     ok    !
  assign 8 rider 6 | assigned  | ?     x     x     x     x     x     x     x     x     x     x
  accept           |           | -     -     -     -     -     -     -     -     -     -     -
  decline          |           | -     -     -     -     -     -     -     -     -     -     -
  pending          |           | -     -     -     -     -     -     -     -     -     -     -
  assigned         |           | -     -     -     -     -     -     -     -     -     -     -
  accepted         |           | -     -     -     -     -     -     -     -     -     -     -
  declined         |           | -     -     -     -     -     -     -     -     -     -     -
  on_way           |           | -     -     -     -     -     -     -     -     -     -     -
  arrived          |           | -     -     -     -     -     -     -     -     -     -     -
  started          |           | -     -     -     -     -     -     -     -     -     -     -
  completed        |           | -     -     -     -     -     -     -     -     -     -     -
  cancelled        |           | -     -     -     -     -     -     -     -     -     -     -
  no_show          |           | -     -     -     -     -     -     -     -     -     -     -
  rate             |           | -     -     -     -     -     -     -     -     -     -     -
  expire           | declined  | =     =     =     ok    =     =     =     =     =     =     =
  abandon          | cancelled | =     ok    ok    =     =     =     =     =     =     ok    =
  expire void      |           | =     =     =     =     =     =     =     =     =     =     =
  abandon void     |           | =     =     =     =     =     =     =     =     =     =     =
`;

/** For people who have nothing to do with it, the state must not matter: one column is enough. */
const BY_STRANGERS = `
  asked            | rider 7 | driver 8
  request          | -       | -
  request to Port  | -       | -
  assign 7         | -       | -
  assign 7 whole   | -       | -
  assign 7 force   | -       | -
  assign 7 to Port | -       | -
  assign 8         | -       | -
  assign 8 force   | -       | -
  assign 8 rider 6 | -       | -
  accept           | -       | ?
  decline          | -       | ?
  pending          | -       | ?
  assigned         | -       | -
  accepted         | -       | ?
  declined         | -       | ?
  on_way           | -       | ?
  arrived          | -       | ?
  started          | -       | ?
  completed        | -       | ?
  cancelled        | ?       | ?
  no_show          | ?       | ?
  rate             | ?       | -
  expire           | -       | -
  abandon          | -       | -
  expire void      | -       | -
  abandon void     | -       | -
`;

const STATES: readonly SampleState[] = [
  'missing',
  'pending',
  'freed',
  'assigned',
  'accepted',
  'on_way',
  'arrived',
  'started',
  'completed',
  'declined',
  'cancelled',
];

interface Case {
  readonly asked: string;
  readonly state: SampleState;
  readonly expected: string;
}

/** Reads a table; `becomes` is put in the place of `ok` and its kin. */
function readTable(table: string): readonly Case[] {
  const [head = [], ...rows] = readRows(table);
  const headings = (head[2] ?? '').split(/\s+/);
  return rows.flatMap(([asked = '', becomes = '', cells = '']) =>
    cells.split(/\s+/).map((cell, column) => ({
      asked,
      state: stateThatBegins(headings[column] ?? 'a column without heading'),
      expected: spell(cell, becomes),
    })),
  );
}

function stateThatBegins(heading: string): SampleState {
  const state = STATES.find((name) => name.startsWith(heading));
  if (state === undefined) throw new Error(`no state begins with ${heading}`);
  return state;
}

function readRows(table: string): readonly (readonly string[])[] {
  const lines = table.trim().split('\n');
  return lines.map((line) => line.split('|').map((part) => part.trim()));
}

function spell(cell: string, becomes: string): string {
  const words: Record<string, string> = {
    ok: becomes,
    via: `pending, ${becomes}`,
    up: 'pending',
    '=': 'nothing',
    '!': 'illegal_transition',
    x: 'conflict',
    '?': 'not_found',
    '-': 'not_allowed',
  };
  return words[cell] ?? `unreadable cell ${cell}`;
}

function outcomeOf(decision: Decision): string {
  if (!decision.ok) return decision.refusal.code;
  if (decision.rated !== undefined) return 'a rating';
  return decision.transitions.map((transition) => transition.to).join(', ') || 'nothing';
}

function ask(actor: Actor, asked: string, state: SampleState): Decision {
  const booking = sampleIn(state);
  const command = sampleCommands(booking?.version ?? 1).get(asked);
  if (command === undefined) throw new Error(`no command is called ${asked}`);
  return decide(booking, command, actor, CONTEXT);
}

describe.each([
  ['an admin', ADMIN, BY_ADMIN],
  ["the booking's driver", DRIVER, BY_ITS_DRIVER],
  ["the booking's rider", RIDER, BY_ITS_RIDER],
  ['the system', SYSTEM, BY_SYSTEM],
])('what %s may do', (_, actor, table) => {
  test.each(readTable(table))('$asked when $state: $expected', ({ asked, state, expected }) => {
    expect(outcomeOf(ask(actor, asked, state))).toBe(expected);
  });
});

describe('what strangers may do', () => {
  const rows = readRows(BY_STRANGERS).slice(1);

  test.each(rows)('%s is %s for another rider, %s for another driver', (asked, rider, driver) => {
    for (const state of STATES) {
      expect(outcomeOf(ask(OTHER_RIDER, asked ?? '', state))).toBe(spell(rider ?? '', ''));
      expect(outcomeOf(ask(OTHER_DRIVER, asked ?? '', state))).toBe(spell(driver ?? '', ''));
    }
  });

  test.each(rows)('%s tells them nothing that a missing booking would not', (asked) => {
    for (const stranger of [OTHER_RIDER, OTHER_DRIVER]) {
      const unknown = JSON.stringify(ask(stranger, asked ?? '', 'missing'));
      for (const state of STATES) {
        expect(JSON.stringify(ask(stranger, asked ?? '', state))).toBe(unknown);
      }
    }
  });

  test('a driver who was never asked is a stranger to a pending booking', () => {
    expect(ask(DRIVER, 'pending', 'pending')).toEqual(ask(DRIVER, 'pending', 'missing'));
  });
});

test.each([BY_ADMIN, BY_ITS_DRIVER, BY_ITS_RIDER, BY_SYSTEM, BY_STRANGERS])(
  'every table has every command',
  (table) => {
    const asked = readRows(table)
      .slice(1)
      .map(([name]) => name);
    expect(asked).toEqual([...sampleCommands(1).keys()]);
  },
);
