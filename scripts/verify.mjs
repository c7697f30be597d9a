// Everything that must hold before a change is shared. One line per step, a failing step's whole
// output, and at the end one line of counts: a failed step counts like a failed test.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install, isInstalled, runScript } from './checkout.mjs';
import { installPrograms, missingPrograms } from './system-packages.mjs';

const steps = [
  ['format and lint', 'lint'],
  ['types', 'typecheck'],
  ['layers and cycles', 'layers'],
  ['dead code', 'deadcode'],
  ['build', 'build'],
  ['docs up to date', 'docs:check'],
];

async function showStep(title, work) {
  process.stdout.write(`${title.padEnd(18)} `);
  const startedMs = performance.now();
  const { code, output } = await work();
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? 'ok' : 'FAILED'}  ${seconds} s\n`);
  if (code !== 0) process.stdout.write(`\n${output.trimEnd()}\n\n`);
  return code === 0;
}

function readCounts(reportFile, testsOk) {
  try {
    const report = JSON.parse(readFileSync(reportFile, 'utf8'));
    const skipped = report.numPendingTests + report.numTodoTests;
    // A file that cannot be loaded, or an error outside any test, has no failing test to its name.
    const failed = report.numFailedTests || (testsOk ? 0 : 1);
    return { passed: report.numPassedTests, failed, skipped };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'routa-verify-'));
  const reportFile = join(folder, 'tests.json');
  const reporters = `--reporter=default --reporter=json --outputFile.json="${reportFile}"`;
  const testsOk = await showStep('tests', () => runScript('test', reporters));
  const counts = readCounts(reportFile, testsOk);
  rmSync(folder, { recursive: true, force: true });
  return counts;
}

async function verify() {
  if (!isInstalled() && !(await showStep('install', install))) {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  let failedSteps = 0;
  if (missingPrograms().length > 0 && !(await showStep('system packages', installPrograms))) {
    failedSteps += 1;
  }
  for (const [title, script] of steps) {
    if (!(await showStep(title, () => runScript(script)))) failedSteps += 1;
  }
  const counts = await runTests();
  return { ...counts, failed: counts.failed + failedSteps };
}

const { passed, failed, skipped } = await verify();
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed === 0 ? 0 : 1;
