// Makes dist from src: the client library file by file, with its types; the program bundled; and
// beside it what it reads at run time, such as migrations.
import { cpSync, rmSync } from 'node:fs';
import { bundleProgram } from './bundle.mjs';
import { inCheckout, runScript } from './checkout.mjs';

const staysBehind = /\.tsx?$|__snapshots__|[\\/]testing([\\/]|$)/;

rmSync(inCheckout('dist'), { recursive: true, force: true });
const { code, output } = await runScript('compile');
process.stdout.write(output);
process.exitCode = code;
await bundleProgram();
cpSync(inCheckout('src'), inCheckout('dist'), {
  recursive: true,
  filter: (path) => !staysBehind.test(path),
});
