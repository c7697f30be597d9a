import { adopt } from './adopt.ts';
import { backUp } from './back-up.ts';
import { restore } from './restore.ts';

/** What can be done with the data of a directory as a whole. */
export function createCopies(directory: string) {
  return {
    backUp: (file: string) => backUp(directory, file),
    restore: (file: string) => restore(directory, file),
    adopt: () => adopt(directory),
  };
}

export type Copies = ReturnType<typeof createCopies>;
