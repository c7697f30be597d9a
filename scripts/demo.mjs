// From a fresh clone to a running demo. Only the demo itself writes to stdout, so that the last
// line of `npm run demo -- --json` is its summary.
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { inCheckout, install, isInstalled, pinnedNode, runScript } from './checkout.mjs';

function changedMs(path) {
  return statSync(inCheckout(path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function isBuilt() {
  const sources = readdirSync(inCheckout('src'), { recursive: true }).map((name) => `src/${name}`);
  const newestMs = Math.max(...[...sources, 'tsconfig.build.json', 'package.json'].map(changedMs));
  return changedMs('dist/cli/main.js') > newestMs;
}

async function prepare(title, work) {
  process.stderr.write(`${title} …\n`);
  const { code, output } = await work();
  if (code === 0) return;
  process.stderr.write(output);
  process.exit(1);
}

/** Becomes the demo where Node can replace its process; elsewhere waits and passes signals on. */
function become(args) {
  if (process.execve) process.execve(pinnedNode, [pinnedNode, ...args], process.env);
  const demo = spawn(pinnedNode, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal interrupts the demo by itself; a second interrupt from here would mean "at
      // once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) demo.kill(signal);
    });
  }
  demo.on('exit', (code, signal) => {
    process.exit(code ?? 128 + constants.signals[signal]);
  });
}

if (!isInstalled()) await prepare('Installing packages (once, about half a minute)', install);
if (!isBuilt()) await prepare('Building', () => runScript('build'));
const demo = ['simulate', '--serve', '--drivers', '50', '--watch'];
become([inCheckout('bin/routa.cjs'), ...demo, ...process.argv.slice(2)]);
