import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cliPage } from './docs/cli-page.ts';
import { configurationPage } from './docs/configuration-page.ts';
import { httpPage } from './docs/http-page.ts';
import { protocolPage } from './docs/protocol-page.ts';
import { protocolSchema } from './docs/protocol-schema.ts';

/**
 * Writes the pages of `docs/` that are made from declarations; with `--check` only says whether
 * they are what they would be, exit code 1 if not.
 */

const DIRECTORY = path.join(import.meta.dirname, '..', 'docs');

const commandLine = await cliPage();

const PAGES: Readonly<Record<string, () => string>> = {
  'protocol.md': protocolPage,
  'protocol.schema.json': protocolSchema,
  'http-api.md': httpPage,
  'configuration.md': configurationPage,
  'cli.md': () => commandLine,
};

function read(file: string): string {
  try {
    // A checkout on Windows may have other line ends.
    return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return '';
  }
}

function check(): void {
  const stale = Object.entries(PAGES)
    .filter(([name, render]) => read(path.join(DIRECTORY, name)) !== render())
    .map(([name]) => `docs/${name}`);
  if (stale.length === 0) return;
  process.stderr.write(`${stale.join(', ')}: out of date; run \`node scripts/docs.ts\`\n`);
  process.exitCode = 1;
}

function write(): void {
  mkdirSync(DIRECTORY, { recursive: true });
  for (const [name, render] of Object.entries(PAGES)) {
    writeFileSync(path.join(DIRECTORY, name), render());
  }
}

if (process.argv.includes('--check')) check();
else write();
