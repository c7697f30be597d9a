import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const checkout = join(import.meta.dirname, '..', '..');
const launcher = join(checkout, 'bin', 'routa.cjs');
const compiled = join(checkout, 'dist', 'cli', 'main.js');

const REMEDY = 'run "npm run build" first ("npm run verify" does)';

/** The launcher. Tests of processes would prove nothing about a build that is not today's. */
export function builtProgram(): string {
  if (!existsSync(compiled)) throw new Error(`there is no dist/: ${REMEDY}`);
  const builtMs = statSync(compiled).mtimeMs;
  const newer = programFiles().find((path) => statSync(join(checkout, path)).mtimeMs > builtMs);
  if (newer !== undefined) throw new Error(`dist/ is older than ${newer}: ${REMEDY}`);
  return launcher;
}

function programFiles(): string[] {
  const files = globSync('src/**/*.{ts,tsx,sql}', { cwd: checkout });
  return files.filter((path) => !/\.test\.tsx?$|[\\/]testing[\\/]/.test(path));
}
