import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

/** Preloaded by a test: writes every module that the program has loaded to `TRACE_FILE`. */
const loaded: string[] = [];

registerHooks({
  load(url, context, nextLoad) {
    loaded.push(url);
    return nextLoad(url, context);
  },
});

process.on('exit', () => {
  const file = process.env.TRACE_FILE;
  if (file !== undefined) writeFileSync(file, loaded.join('\n'));
});
