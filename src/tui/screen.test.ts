import { expect, test } from 'vitest';
import type { Happening } from './model/update.ts';
import {
  booking,
  driver,
  event,
  liveTown,
  message,
  NOON,
  shown,
  stats,
} from './testing/samples.ts';
import { makeWorld, showDashboard } from './testing/show-dashboard.ts';

// The frames show times of day, and those are the reader's own.
process.env.TZ = 'UTC';

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const STANDARD = { columns: 80, rows: 24 };
const LOST: Happening = {
  kind: 'link',
  link: { state: 'reconnecting', attempt: 3, nextAtMs: 8_250 },
};

function frameFile(name: string): string {
  return `testing/frames/${name}.txt`;
}

test.for([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 60, rows: 15 },
  { columns: 40, rows: 10 },
])('a town fills $columns x $rows', async (size) => {
  await using dashboard = showDashboard(size);
  await dashboard.seeText('q quit');
  const frame = dashboard.terminal.lines().join('\n');
  await expect(frame).toMatchFileSnapshot(frameFile(`overview-${size.columns}x${size.rows}`));
});

test.for([
  ['2', 'RND', 'bookings'],
  ['3', 'WHAT', 'events'],
  ['4', 'SEEN', 'drivers'],
  ['?', 'Shift-Tab', 'help'],
] as const)('key %s shows the panel', async ([key, text, name]) => {
  await using dashboard = showDashboard(STANDARD);
  await dashboard.seeText('q quit');
  dashboard.terminal.type(key);
  await dashboard.seeText(text);
  await dashboard.see((screen) => expect(screen).not.toContain('fleet    '));
  const frame = dashboard.terminal.lines().join('\n');
  await expect(frame).toMatchFileSnapshot(frameFile(name));
});

test('before the daemon has said anything, every part says what it waits for', async () => {
  await using dashboard = showDashboard(STANDARD, makeWorld([]));
  await dashboard.seeText('q quit');
  const frame = dashboard.terminal.lines().join('\n');
  await expect(frame).toMatchFileSnapshot(frameFile('waiting'));
});

test('an empty town says that it is empty', async () => {
  const empty = makeWorld(liveTown({ bookings: 0, drivers: 0, events: 0 }));
  await using dashboard = showDashboard(STANDARD, empty);
  await dashboard.seeText('No live booking.');
  await dashboard.seeText('Nothing has happened');
  dashboard.terminal.type('4');
  await dashboard.seeText('No driver is known yet.');
});

test('a lost link leaves the last rows, dimmed, and counts down to the next attempt', async () => {
  await using dashboard = showDashboard(STANDARD);
  await dashboard.seeText('live, data 0s old');
  dashboard.happen(LOST);
  await dashboard.seeText('reconnecting 3, next in 8s, data 0s old');
  dashboard.clock.advance(2_000);
  await dashboard.seeText('reconnecting 3, next in 6s, data 2s old');
  await dashboard.seeText('b_7');
  expect(dashboard.terminal.isDimmed(12)).toBe(true);
  dashboard.happen(
    { kind: 'link', link: { state: 'live' } },
    message({ type: 'stats', stats: stats() }),
  );
  await dashboard.seeText('live, data 0s old');
  expect(dashboard.terminal.isDimmed(12)).toBe(false);
});

test('figures that stop coming are called stale', async () => {
  await using dashboard = showDashboard(STANDARD);
  await dashboard.seeText('live, data 0s old');
  dashboard.clock.advance(4_000);
  await dashboard.seeText('stale 4s');
});

test('a refusal is told and the dashboard stays', async () => {
  await using dashboard = showDashboard(STANDARD);
  dashboard.happen({ kind: 'link', link: { state: 'refused', reason: 'token revoked' } });
  await dashboard.seeText('refused: token revoked');
});

test('a frozen screen keeps its rows and says for how long', async () => {
  await using dashboard = showDashboard(STANDARD);
  await dashboard.seeText('live');
  dashboard.terminal.type(' ');
  await dashboard.seeText('FROZEN 0s ago');
  dashboard.happen(message({ type: 'event', event: event(0, { text: 'something new' }) }));
  dashboard.clock.advance(2_000);
  await dashboard.seeText('FROZEN 2s ago');
  await dashboard.see((screen) => expect(screen).not.toContain('something new'));
  dashboard.terminal.type(' ');
  await dashboard.seeText('something new');
});

test('a filter leaves the rows that hold every word', async () => {
  await using dashboard = showDashboard(STANDARD);
  await dashboard.seeText('live');
  dashboard.terminal.type('2/reyes started');
  await dashboard.seeText('/reyes started_');
  await dashboard.seeText('Live bookings: 5 of 30 match');
  dashboard.terminal.type('\r');
  await dashboard.seeText('filter "reyes started"');
  dashboard.terminal.type('/x');
  await dashboard.seeText('Nothing matches "reyes startedx"; 30 hidden.');
});

test('held keys scroll as often as they were sent', async () => {
  await using dashboard = showDashboard(STANDARD);
  await dashboard.seeText('rows 1-7');
  dashboard.terminal.type('jjjjj');
  await dashboard.seeText('rows 6-12');
  dashboard.terminal.type('\u001b[A');
  await dashboard.seeText('rows 5-11');
});

test('what users wrote cannot touch the terminal', async () => {
  const attack = 'x\u001b]0;owned\u0007\u001b[2J\u009b31m\r\ny';
  const hostile = makeWorld([
    ...liveTown({ bookings: 0, events: 0 }),
    shown(booking(1, { pickup_location: attack })),
    message({ type: 'event', event: event(1, { text: attack, kind: attack }) }),
    message({ type: 'fleet_update', drivers: [driver(1, { name: attack })] }),
  ]);
  await using dashboard = showDashboard({ columns: 120, rows: 40 }, hostile);
  await dashboard.seeText('x?]0;owned??[2J?31m y');
  dashboard.terminal.type('4');
  await dashboard.seeText('DRIVER');
  expect(dashboard.terminal.output()).not.toContain('\u001b]0;');
  expect(dashboard.terminal.output()).not.toContain('\u009b');
});

test('a terminal that is too small says which size it needs, and recovers', async () => {
  await using dashboard = showDashboard({ columns: 20, rows: 4 });
  await dashboard.seeText('needs 30x5');
  await dashboard.seeText('has 20x4');
  dashboard.terminal.resize(STANDARD);
  await dashboard.seeText('Live bookings');
});

test('countdowns run by the clock of the daemon', async () => {
  await using dashboard = showDashboard(STANDARD);
  await dashboard.seeText('42s');
  dashboard.happen(message({ type: 'stats', stats: stats({ at: NOON + 30_000 }) }));
  await dashboard.seeText('12s');
});

test('a stray line of another program goes when the screen is drawn anew', async () => {
  await using dashboard = showDashboard(STANDARD);
  await dashboard.seeText('Live bookings');
  dashboard.terminal.stdout.write('(node:1) Warning: something\n\n\n');
  await dashboard.seeText('Warning');
  dashboard.terminal.type('\u000c');
  await dashboard.see((screen) => expect(screen).not.toContain('Warning'));
  await using fresh = showDashboard(STANDARD, dashboard);
  await fresh.see(() => expect(dashboard.terminal.cells()).toEqual(fresh.terminal.cells()));
});

test.for([
  ['q', 'quit'],
  ['\u0003', 'interrupted'],
  ['/\u0003', 'interrupted'],
] as const)('key %j ends it and gives the terminal back', async ([keys, reason]) => {
  await using dashboard = showDashboard(STANDARD);
  await dashboard.seeText('live');
  expect(dashboard.terminal.isOnOtherScreen()).toBe(true);
  expect(dashboard.terminal.isRaw()).toBe(true);
  dashboard.terminal.type(keys);
  expect(await dashboard.exit).toBe(reason);
  await dashboard.see(() => expect(dashboard.terminal.isOnOtherScreen()).toBe(false));
  expect(dashboard.terminal.isRaw()).toBe(false);
  const output = dashboard.terminal.output();
  expect(output.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(output.lastIndexOf(HIDE_CURSOR));
});

test('whoever runs it may end it', async () => {
  await using dashboard = showDashboard(STANDARD);
  await dashboard.seeText('live');
  dashboard.end();
  expect(await dashboard.exit).toBe('ended');
  await dashboard.see(() => expect(dashboard.terminal.isOnOtherScreen()).toBe(false));
});
