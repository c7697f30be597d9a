import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { failure, usageError } from '../cli-error.ts';
import type { Context, Source } from '../context.ts';

const BYTES_MAX = 64 * 1024 * 1024;

/** A file, or all of stdin where `file` is `-`; as text, which has to be UTF-8. */
export async function readText(file: string, context: Context): Promise<string> {
  const place = file === '-' ? 'stdin' : file;
  const bytes = file === '-' ? await readStdin(context) : await readBytes(file, context);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw failure(`${place}: the text is not UTF-8`, 'save it as UTF-8');
  }
}

async function readBytes(file: string, { cwd }: Context): Promise<Buffer> {
  try {
    return await readFile(path.resolve(cwd, file));
  } catch (error) {
    throw failure(`${file}: ${describe(error as NodeJS.ErrnoException)}`);
  }
}

function describe({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'this is a directory';
  return code === 'EACCES' ? 'not readable for this user' : message;
}

/** Whoever names `-` twice would find it empty the second time, and wonder. */
const consumed = new WeakSet<Source>();

async function readStdin({ stdin }: Context): Promise<Buffer> {
  if (consumed.has(stdin)) throw usageError('- is stdin, and is named twice', 'use a file for one');
  consumed.add(stdin);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    const buffer = typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > BYTES_MAX) throw failure('stdin: more than 64 MB');
    chunks.push(buffer);
  }
  return Buffer.concat(chunks);
}
