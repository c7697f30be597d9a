import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { CliCommand } from './cli-command.ts';
import { wholeProgram } from './program.ts';
import { run } from './run.ts';
import { testContext } from './testing/test-context.ts';

const runFile = promisify(execFile);

function walk(command: CliCommand): readonly CliCommand[] {
  return [command, ...command.children.flatMap(walk)];
}
const commands = walk(await wholeProgram(testContext()));
const verbs = commands.filter(({ children }) => children.length === 0);

test.each(commands.map((command) => [command.pathName, command] as const))(
  'the help of %s',
  (_name, command) => {
    const context = testContext();
    command.settle(context).outputHelp();
    expect(context.written.stdout).toMatchSnapshot();
    expect(context.written.stdout).not.toMatch(/.{81}/);
  },
);

test('help about all commands needs none of them, and reads the same', async () => {
  const context = testContext();
  expect(await run(['--help'], context)).toBe(0);
  const whole = testContext();
  (await wholeProgram(whole)).outputHelp();
  expect(context.written.stdout).toBe(whole.written.stdout);
});

test.each(verbs.map((command) => [command.pathName, command] as const))(
  '%s has examples that begin like it',
  (name, { exampleList }) => {
    expect(exampleList.length).toBeGreaterThan(0);
    for (const [line] of exampleList) expect(line).toContain(name);
  },
);

test('every command that prints data has --json', () => {
  const without = verbs.filter(({ options }) => !options.some(({ long }) => long === '--json'));
  expect(without.map(({ pathName }) => pathName)).toEqual([]);
});

test('secrets are never arguments', () => {
  const flags = verbs.flatMap(({ options }) => options.map(({ long }) => long));
  expect(flags.filter((flag) => /token$|secret|password/.test(flag ?? ''))).toEqual([]);
});

test('help loads nothing heavy', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'routa-trace-'));
  try {
    const traceFile = path.join(directory, 'modules');
    const preload = new URL('testing/trace-imports.ts', import.meta.url).href;
    const main = path.join(import.meta.dirname, 'main.ts');
    const env = { ...process.env, TRACE_FILE: traceFile };
    await runFile(process.execPath, ['--import', preload, main, '--help'], { env });
    const loaded = (await readFile(traceFile, 'utf8')).split('\n');
    expect(loaded.some((url) => url.includes('commander'))).toBe(true);
    const packages = loaded.filter((url) => /node_modules/.test(url) && !/commander/.test(url));
    const rooms = loaded.filter((url) => /src\/(?:client|daemon|simulator|tui)\//.test(url));
    expect({ packages, rooms }).toEqual({ packages: [], rooms: [] });
  } finally {
    await rm(directory, { recursive: true });
  }
});
