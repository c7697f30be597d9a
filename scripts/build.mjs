// Compiles src into dist and puts beside it what the program reads at run time, such as migrations.
import { cpSync, rmSync } from 'node:fs';
import { inCheckout, runScript } from './checkout.mjs';

const staysBehind = /\.tsx?$|__snapshots__|[\\/]testing([\\/]|$)/;

rmSync(inCheckout('dist'), { recursive: true, force: true });
const { code, output } = await runScript('compile');
cpSync(inCheckout('src'), inCheckout('dist'), {
  recursive: true,
  filter: (path) => !staysBehind.test(path),
});
process.stdout.write(output);
process.exitCode = code;
