import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RouteError } from './route-error.ts';

/** One path that the user gave, and the files that it stands for. */
export interface RouteSource {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  readonly files: readonly string[];
}

/** Somebody's home folder by mistake must end in a sentence, not in an hour of reading. */
const FOLDER_FILES_MAX = 1_000;

/** A file stands for itself; a folder for the files in it and below, in the order of names. */
export async function findRouteFiles(path: string): Promise<RouteSource> {
  const stats = await stat(path).catch((error: unknown) => Promise.reject(unreadable(path, error)));
  if (!stats.isDirectory()) return { path, kind: 'file', files: [path] };
  const files: string[] = [];
  await collect(path, path, files);
  return { path, kind: 'folder', files };
}

async function collect(root: string, folder: string, files: string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) =>
    Promise.reject(unreadable(folder, error)),
  );
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const entry of entries.filter(({ name }) => !name.startsWith('.'))) {
    const path = join(folder, entry.name);
    // A linked folder is not entered: it may lead back up.
    if (entry.isDirectory()) await collect(root, path, files);
    else if (entry.isFile() || (await isLinkedFile(path))) files.push(path);
    if (files.length > FOLDER_FILES_MAX) throw tooManyFiles(root);
  }
}

async function isLinkedFile(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFile() ?? false;
}

export function unreadable(path: string, error: unknown): RouteError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const origin = { file: path };
  if (code === 'ENOENT') {
    const remedy = 'give a GeoJSON or GPX file, or a folder of them';
    return new RouteError('route_path_missing', origin, 'no such file or folder', remedy);
  }
  const remedy = 'check that it is a file or folder that you may read';
  return new RouteError('route_unreadable', origin, `cannot be read (${code})`, remedy);
}

function tooManyFiles(folder: string): RouteError {
  const problem = `more than ${FOLDER_FILES_MAX} files`;
  const remedy = 'name a folder that holds only routes';
  return new RouteError('route_folder_too_large', { file: folder }, problem, remedy);
}
