// The proofs of "nothing is lost" in their long modes: 20 000 simulated towns, 200 kills, every
// moment of a power cut. Takes an hour or two; what it finds is printed as it goes.
import { install, isInstalled, runLive, runScript } from './checkout.mjs';

async function verifyLong() {
  if (!isInstalled() && (await install()).code !== 0) return 1;
  const { code, output } = await runScript('build');
  if (code !== 0) {
    process.stdout.write(output);
    return code;
  }
  return runLive('test', 'test/proofs', { VERIFY_LONG: '1' });
}

process.exitCode = await verifyLong();
