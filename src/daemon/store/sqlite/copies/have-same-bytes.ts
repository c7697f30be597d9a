import { closeSync, openSync, readSync, statSync } from 'node:fs';

const CHUNK_BYTES = 1024 * 1024;

export function haveSameBytes(path: string, otherPath: string): boolean {
  if (statSync(path).size !== statSync(otherPath).size) return false;
  const file = openSync(path, 'r');
  const other = openSync(otherPath, 'r');
  try {
    return compare(file, other);
  } finally {
    closeSync(file);
    closeSync(other);
  }
}

function compare(file: number, other: number): boolean {
  const [chunk, otherChunk] = [Buffer.alloc(CHUNK_BYTES), Buffer.alloc(CHUNK_BYTES)];
  for (;;) {
    const read = readSync(file, chunk);
    const otherRead = readSync(other, otherChunk);
    if (!chunk.subarray(0, read).equals(otherChunk.subarray(0, otherRead))) return false;
    if (read === 0) return true;
  }
}
