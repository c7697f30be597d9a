import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Imports that are still there when the types are gone. */
const IMPORT = /^(?:import|export)(?! type)[^;]*?from '([^']+)';|\bimport\('([^']+)'\)/gms;

/** Everything that a bundle of `file` would hold: paths from `src`, and packages by name. */
function reachable(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, fixed, lazy] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    const name = fixed ?? lazy ?? '';
    if (name.startsWith('.')) reachable(path.resolve(path.dirname(file), name), seen);
    else seen.add(name);
  }
  return seen;
}

test('the door for browsers leads to nothing of Node, to no package and to no schema', () => {
  const files = [...reachable(path.join(import.meta.dirname, 'browser.ts'))];
  const source = path.join(import.meta.dirname, '..');
  const strange = files.filter(
    (file) => !/^(?:client|clock|protocol)[\\/]/.test(path.relative(source, file)),
  );
  expect(strange).toEqual([]);
  expect(files.filter((file) => /[\\/](?:node|schemas)[\\/]/.test(file))).toEqual([]);
  expect(files.length).toBeGreaterThan(20);
});

test('the door for everybody does, so that this would be noticed', () => {
  expect([...reachable(path.join(import.meta.dirname, 'index.ts'))]).toContain('ws');
});
