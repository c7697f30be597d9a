import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { builtProgram, checkout } from './support/built-program.ts';

/** What people get who install it. */
const run = promisify(execFile);

interface Package {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly bin: Readonly<Record<string, string>>;
}

const onWindows = process.platform === 'win32';

async function packedFiles(): Promise<string[]> {
  builtProgram();
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=silent'];
  const { stdout } = await run('npm', args, { cwd: checkout, shell: onWindows });
  const [pack] = JSON.parse(stdout) as [{ readonly files: readonly { readonly path: string }[] }];
  return pack.files.map(({ path }) => path);
}

/** Every file that `exports` leads to. */
function targetsOf(entry: unknown): string[] {
  if (typeof entry === 'string') return [entry];
  return typeof entry === 'object' && entry !== null ? Object.values(entry).flatMap(targetsOf) : [];
}

test('the package has program, library and routes, and nothing of the workshop', async () => {
  const files = await packedFiles();
  const shipped = [
    /^(?:LICENSE|README\.md|package\.json|CHANGELOG\.md)$/,
    /^bin\/\w+\.cjs$/,
    /^dist\/[\w/-]+(?:\.d\.ts|\.js|\.js\.map|\.sql)$/,
    /^fixtures\//,
  ];
  expect(files.filter((file) => !shipped.some((pattern) => pattern.test(file)))).toEqual([]);
  expect(files.filter((file) => /\.test\.|(?:^|\/)testing\//.test(file))).toEqual([]);
  expect(files).toEqual(
    expect.arrayContaining([
      'bin/routa.cjs',
      'bin/start.cjs',
      'dist/cli/main.js',
      'dist/client/index.js',
      'dist/client/index.d.ts',
      'dist/daemon/store/sqlite/writer-thread.js',
      'dist/daemon/store/sqlite/migrations/0001-first-tables.sql',
      'fixtures/routes/01-poblacion-loop.geojson',
    ]),
  );
});

test('what package.json leads to is there', () => {
  builtProgram();
  const manifest = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as Package;
  const targets = [...targetsOf(manifest.exports), ...targetsOf(manifest.bin)];
  expect(targets.filter((target) => !existsSync(join(checkout, target)))).toEqual([]);
});

test('the client library has one door, routa/client', async () => {
  builtProgram();
  const script = "import('routa/client').then((door) => console.log(Object.keys(door).join()))";
  const { stdout } = await run(process.execPath, ['-e', script], { cwd: checkout });
  for (const name of ['connect', 'connectAdmin', 'connectDriver', 'connectRider', 'apiClient']) {
    expect(stdout.trim().split(',')).toContain(name);
  }
  const inner = "import('routa/dist/client/index.js')";
  await expect(run(process.execPath, ['-e', inner], { cwd: checkout })).rejects.toThrow(
    'ERR_PACKAGE_PATH_NOT_EXPORTED',
  );
});
