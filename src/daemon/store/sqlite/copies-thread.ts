import { createCopies } from './copies/copies.ts';
import { runCalls } from './group-commit.ts';
import { serveThread } from './serve-thread.ts';

serveThread(({ directory }) => ({
  epoch: '',
  runBatch: runCalls(createCopies(directory)),
  close: () => {},
}));
