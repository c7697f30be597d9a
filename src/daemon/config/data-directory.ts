import { homedir } from 'node:os';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** `routa` in the user's data directory, wherever the system keeps that. */
export function defaultDataDirectory(
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): string {
  return path.join(userDataDirectory(env, platform), 'routa');
}

function userDataDirectory(env: Environment, platform: NodeJS.Platform): string {
  if (platform === 'win32') return env.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local');
  if (platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support');
  const chosen = env.XDG_DATA_HOME;
  // The XDG specification has relative paths ignored.
  return chosen !== undefined && path.isAbsolute(chosen)
    ? chosen
    : path.join(homedir(), '.local', 'share');
}
