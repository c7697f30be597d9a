'use strict';

const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { homedir } = require('node:os');
const { join } = require('node:path');

const program = join(__dirname, '..', 'dist', 'cli', 'main.js');

/**
 * Compiled code is kept where only this user can write, unlike Node's default in the shared temp
 * folder.
 */
function compileCacheDir() {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  const base = XDG_CACHE_HOME || LOCALAPPDATA || join(homedir(), '.cache');
  return join(base, 'routa', 'compiled');
}

if (existsSync(program)) {
  enableCompileCache(compileCacheDir());
  void import('../dist/cli/main.js');
} else {
  process.stderr.write('routa is not built yet: run "npm run build" first.\n');
  process.exitCode = 1;
}
