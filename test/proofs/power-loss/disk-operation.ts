import type { Change } from './file-content.ts';
import { bytesOf, descriptorOf, type SystemCall, stringsOf } from './system-calls.ts';

/** What a system call does to files and directories, or has the disk keep. */
export type DiskOperation =
  | { readonly kind: 'change'; readonly path: string; readonly change: Change }
  /** Of a file, unless it is there. */
  | { readonly kind: 'create'; readonly path: string }
  | { readonly kind: 'mkdir'; readonly path: string }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  | { readonly kind: 'sync'; readonly path: string; readonly isDone: boolean };

/**
 * Told apart here. Whatever else changes files would show in how they differ from their rebuilt.
 */
export const DISK_CALLS = [
  ...['pwrite64', 'ftruncate', 'openat', 'mkdir', 'unlink', 'rmdir', 'rename'],
  ...['fsync', 'fdatasync'],
];

/** Null for calls that failed, except syncs, and for those that have nothing to do with files. */
export function diskOperation(call: SystemCall): DiskOperation | null {
  const { name, args, result, outcome } = call;
  if (name === 'fsync' || name === 'fdatasync') {
    return { kind: 'sync', path: descriptorOf(args), isDone: result === 0 };
  }
  if (!(result >= 0)) return null;
  if (name === 'openat')
    return args.includes('O_CREAT') ? { kind: 'create', path: pathIn(outcome) } : null;
  const change = changeOf(call);
  if (change !== null) return { kind: 'change', path: descriptorOf(args), change };
  return namingOf(call);
}

function changeOf({ name, args, result }: SystemCall): Change | null {
  const last = Number(/(\d+)$/.exec(args)?.[1]);
  if (name === 'ftruncate') return { kind: 'resize', size: last };
  if (name !== 'pwrite64') return null;
  const bytes = stringsOf(args)[0] ?? Buffer.alloc(0);
  return { kind: 'write', offset: last, bytes: bytes.subarray(0, result) };
}

function namingOf({ name, args }: SystemCall): DiskOperation | null {
  const [path = '', to = ''] = stringsOf(args).map(String);
  if (name === 'mkdir') return { kind: 'mkdir', path };
  if (name === 'unlink' || name === 'rmdir') return { kind: 'remove', path };
  if (name === 'rename') return { kind: 'rename', path, to };
  return null;
}

/** strace shows the path behind a new descriptor: `= 32<…>`. */
function pathIn(outcome: string): string {
  return bytesOf(/<(.*)>/.exec(outcome)?.[1] ?? '').toString();
}
