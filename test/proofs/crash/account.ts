import type { Findings } from './findings.ts';
import type { Stored } from './stored.ts';
import type { Town } from './town.ts';

/** So many findings are told in full; a broken promise often breaks a thousand times. */
const TOLD_MAX = 12;
/** Lines of one story. */
const LINES_MAX = 30;

/** The run in one line. */
export function figuresOf(town: Town, stored: Stored, findings: Findings): string {
  const commands = [...town.ledger.commands.values()];
  const count = (of: (command: (typeof commands)[number]) => boolean) => commands.filter(of).length;
  const parts = [
    `${town.chronicle.kills} kills`,
    `${stored.bookings.length} bookings`,
    `${stored.log.length} transitions`,
    `${count(({ answer }) => answer?.ok === true)} commands acknowledged`,
    `${count(({ answer }) => answer?.ok === false)} refused`,
    `${count(({ answer }) => answer === null)} never answered`,
    `${stored.entries.length} events`,
    ...(['lost', 'repeated', 'illegal', 'half', 'wrong'] as const).map(
      (kind) => `${kind} ${findings.count(kind)}`,
    ),
  ];
  return `crash proof: ${parts.join(', ')}`;
}

/** What is wrong, each with its story and how the daemons ended that it mentions. */
export function accountOf(town: Town, findings: Findings): string {
  const told = findings.all.slice(0, TOLD_MAX).map(({ kind, sentence, story }) => {
    const ends = town.chronicle.endsOf([sentence, ...story]);
    const lines = [...story, ...ends].slice(-LINES_MAX);
    return [`${kind.toUpperCase()}: ${sentence}`, ...lines].join('\n    ');
  });
  const more = findings.all.length - told.length;
  return [...told, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n');
}
