import { processContext } from './context.ts';
import { run } from './run.ts';

// `routa tail | head -1`: the reader has what it wanted, so there is nobody left to write to.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), processContext());
