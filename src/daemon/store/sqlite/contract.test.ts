import { describeStore } from '../testing/store-contract.ts';
import { makeTempDirectory } from '../testing/temp-directory.ts';
import { openSqliteStore } from './open-store.ts';

describeStore('SQLite', () => {
  const directory = makeTempDirectory();
  return {
    open: () => openSqliteStore({ directory: directory.path }),
    remove: directory.remove,
  };
});
