import { checkAnnouncements } from './check-announcements.ts';
import { checkCommands } from './check-commands.ts';
import { checkLog } from './check-log.ts';
import { checkStreams } from './check-streams.ts';
import { Findings } from './findings.ts';
import type { Stored } from './stored.ts';
import type { Town } from './town.ts';

/** Compares the books of the clients with the database, which neither has made from the other. */
export function reachVerdict(town: Town, stored: Stored): Findings {
  const findings = new Findings();
  const { ledger, streams, faults } = town;
  checkLog(stored, ledger.commands, findings);
  // Without a log that can be replayed nobody knows what to expect.
  if (findings.count('illegal') === 0) checkAnnouncements(stored, findings);
  checkCommands(ledger.commands.values(), stored, findings);
  checkStreams(streams, stored, findings);
  for (const { mark, by, content, story } of town.unanswered) {
    findings.add(
      'lost',
      `${mark} of ${by}, ${JSON.stringify(content)}: no answer ever came`,
      story,
    );
  }
  for (const fault of [...faults, ...ledger.faults]) findings.add('wrong', fault);
  return findings;
}
