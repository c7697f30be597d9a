/** What of the machine decides where the operator's socket is; from `node:process`. */
export interface SocketSurroundings {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Undefined on Windows. */
  readonly uid: number | undefined;
}

/** `sun_path` holds 104 bytes on macOS and 108 on Linux, with the closing zero. */
const SOCKET_PATH_BYTES_MAX = 103;

/**
 * Where the daemon of a data directory listens for its operator, for the daemon and for those who
 * look for it. `dataDir` is absolute and without symbolic links, or both would compute different
 * paths.
 *
 * Where the directory is too long for a socket path, the socket is in the user's runtime directory
 * under a name made from it. Without such a directory that is a folder in /tmp, which the daemon
 * has to create with mode 0700 and refuse if it is somebody else's.
 */
export function operatorSocketPath(dataDir: string, surroundings: SocketSurroundings): string {
  if (surroundings.platform === 'win32') return `\\\\.\\pipe\\routa-${hash(dataDir)}`;
  const path = `${dataDir === '/' ? '' : dataDir}/routa.sock`;
  if (new TextEncoder().encode(path).length <= SOCKET_PATH_BYTES_MAX) return path;
  return `${runtimeDir(surroundings)}/${hash(dataDir)}.sock`;
}

function runtimeDir({ platform, env, uid }: SocketSurroundings): string {
  // macOS gives every user a private TMPDIR; elsewhere it is often the shared one.
  const own = env.XDG_RUNTIME_DIR || (platform === 'darwin' ? env.TMPDIR : undefined);
  return own ? `${own.replace(/\/+$/, '')}/routa` : `/tmp/routa-${uid ?? 0}`;
}

/** 64-bit FNV-1a, because this file runs where there is no `node:crypto`. */
function hash(text: string): string {
  let state = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    state = BigInt.asUintN(64, (state ^ BigInt(byte)) * 0x100000001b3n);
  }
  return state.toString(16).padStart(16, '0');
}
