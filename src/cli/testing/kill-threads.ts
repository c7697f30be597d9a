import { syncBuiltinESMExports } from 'node:module';
import workerThreads, { Worker } from 'node:worker_threads';

/** Preloaded by a test: on SIGUSR2 every thread of the program ends, as if it had crashed. */
class MortalWorker extends Worker {
  constructor(...given: ConstructorParameters<typeof Worker>) {
    super(...given);
    process.once('SIGUSR2', () => this.terminate());
  }
}

Object.assign(workerThreads, { Worker: MortalWorker });
syncBuiltinESMExports();
