// What every script stands on: the packages of the lock file, the Node that they pin, and commands
// run with both. Starts under the machine's own Node, which may be older than routa's floor.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

const onWindows = process.platform === 'win32';

export function inCheckout(path) {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

export const pinnedNode = inCheckout(`node_modules/node/bin/node${onWindows ? '.exe' : ''}`);

const env = {
  ...process.env,
  PATH: `${inCheckout('node_modules/.bin')}${delimiter}${process.env.PATH}`,
  ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
};

/** Runs a command line as npm would, and resolves to its exit code and all that it printed. */
export function run(commandLine) {
  return new Promise((resolve) => {
    let output = '';
    const collect = (chunk) => {
      output += chunk;
    };
    const child = spawn(commandLine, { cwd: inCheckout('.'), env, shell: true, stdio: 'pipe' });
    child.stdin.end();
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The commands of package.json are thus written in one place only. */
function scriptNamed(name) {
  return JSON.parse(readFileSync(inCheckout('package.json'), 'utf8')).scripts[name];
}

/** Runs a script of package.json. */
export function runScript(name, args = '') {
  return run(`${scriptNamed(name)} ${args}`);
}

/** The same, shown while it runs; resolves to its exit code. */
export function runLive(name, args, settings) {
  return new Promise((resolve) => {
    const options = { cwd: inCheckout('.'), env: { ...env, ...settings }, shell: true };
    const child = spawn(`${scriptNamed(name)} ${args}`, { ...options, stdio: 'inherit' });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function packagesIn(lockFile) {
  return JSON.parse(readFileSync(inCheckout(lockFile), 'utf8')).packages;
}

/** Compares npm's own record of what it installed; packages of other platforms are not in it. */
export function isInstalled() {
  const record = 'node_modules/.package-lock.json';
  if (!existsSync(inCheckout(record)) || !existsSync(pinnedNode)) return false;
  const installed = packagesIn(record);
  return Object.entries(packagesIn('package-lock.json')).every(
    ([path, { version, optional }]) =>
      path === '' || (path in installed ? installed[path].version === version : optional),
  );
}

export function install() {
  // What npm would warn of is only that the Node running it is older than the one it installs.
  return run('npm ci --loglevel=error');
}
