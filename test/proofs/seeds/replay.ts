import { runSeed } from './run-seed.ts';

/** Tells the whole story of one seed, or which of many fail: `npm run seed -- 46`, `-- 1 300`. */
const [from = 1, to = from] = process.argv.slice(2).map(Number);
const isOne = from === to;
let [failed, acknowledged, shown] = [0, 0, 0];
const say = (text: string) => process.stdout.write(`${text}\n`);
for (let seed = from; seed <= to; seed += 1) {
  const report = await runSeed(seed);
  acknowledged += report.acknowledged;
  shown += report.shown;
  if (isOne) say(report.lines.join('\n'));
  if (report.violation === null) continue;
  failed += 1;
  say(`seed ${seed}: ${report.violation}`);
}
say(`${to - from + 1} seeds, ${failed} failed`);
say(`${acknowledged} commands acknowledged, ${shown} messages shown`);
process.exitCode = failed === 0 ? 0 : 1;
