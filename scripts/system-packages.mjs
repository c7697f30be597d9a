// Programs of the system that tests need beside Node's packages. Where they cannot be installed
// from here, the tests that need them fail and say what to do.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './checkout.mjs';

/** Debian's packages, by the program that is looked for. */
const PACKAGES = { strace: 'strace' };

const canInstall = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;

/** Only those that can be installed from here: on Debian and its kin, by root. */
export function missingPrograms() {
  return canInstall ? Object.keys(PACKAGES).filter((program) => !isOnPath(program)) : [];
}

export async function installPrograms() {
  const packages = missingPrograms().map((program) => PACKAGES[program]);
  const options = '-y --no-install-recommends';
  const install = `DEBIAN_FRONTEND=noninteractive apt-get install ${options} ${packages.join(' ')}`;
  const first = await run(install);
  // The lists of a fresh image are empty.
  return first.code === 0 ? first : run(`apt-get update && ${install}`);
}

function isOnPath(program) {
  return process.env.PATH.split(delimiter).some((folder) => existsSync(join(folder, program)));
}
