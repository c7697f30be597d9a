// Bundles the program: what a command or the daemon loads at its start comes in few files instead
// of a thousand. docs/decisions/start.md says what is gained, and what stays a package and why.
import { relative, sep } from 'node:path';
import { rolldown } from 'rolldown';
import { inCheckout } from './checkout.mjs';

/** Where the program begins: the launcher's way in, and each database thread. */
const ENTRIES = [
  'cli/main',
  'daemon/store/sqlite/writer-thread',
  'daemon/store/sqlite/reader-thread',
  'daemon/store/sqlite/copies-thread',
];

/** Packages that carry binaries, or that only one command needs, and then gladly waits for. */
const STAY_PACKAGES = ['better-sqlite3', 'fastify', 'ink', 'ora', 'pino-pretty', 'react'];

const source = inCheckout('src');
const target = inCheckout('dist');

export async function bundleProgram() {
  const bundle = await rolldown({
    cwd: inCheckout('.'),
    input: Object.fromEntries(ENTRIES.map((name) => [name, `${source}/${name}.ts`])),
    platform: 'node',
    external: (id) => STAY_PACKAGES.some((name) => id === name || id.startsWith(`${name}/`)),
    preserveEntrySignatures: false,
    // The histograms' reader of compressed logs, which nothing here calls, evaluates its imports.
    checks: { eval: false },
    plugins: [moduleAddresses(), builtinsWithoutFacade()],
  });
  const { output } = await bundle.write({
    dir: target,
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
  });
  await bundle.close();
  return output;
}

/** Files beside a module are found by its address, which is thus the one it has unbundled. */
function moduleAddresses() {
  const mark = /__ADDRESS_OF__\("(.+?)"\)/g;
  return {
    name: 'module-addresses',
    transform(code, id) {
      if (!id.startsWith(source) || !code.includes('import.meta.url')) return null;
      const path = relative(source, id)
        .split(sep)
        .join('/')
        .replace(/\.tsx?$/, '.js');
      const marked = code.replaceAll('import.meta.url', `__ADDRESS_OF__("${path}")`);
      return { code: marked, map: null };
    },
    renderChunk(code, { fileName }) {
      const root = fileName.replaceAll(/[^/]+\//g, '../').replace(/[^/]+$/, '') || './';
      const address = (_, path) => `new URL("${root}${path}", import.meta.url).href`;
      return { code: code.replaceAll(mark, address), map: null };
    },
  };
}

/**
 * An `import` of one of Node's own modules reads all that it exports, and thereby loads what hides
 * behind its getters: all of undici for `node:http`, all of Web Crypto for `node:crypto`.
 */
function builtinsWithoutFacade() {
  const imported = /^import (?:\* as (\w+)|(\w+)?(?:, )?(\{.*\})?) from "(node:[\w/]+)";$/gm;
  return {
    name: 'builtins-without-facade',
    renderChunk(code) {
      const replaced = code.replaceAll(imported, (_, namespace, whole, names, builtin) => {
        const bound = [namespace, whole, names?.replaceAll(' as ', ': ')];
        // A chunk may have a `process` of its own.
        const loaded = `globalThis.process.getBuiltinModule("${builtin}")`;
        return bound
          .filter((name) => name !== undefined)
          .map((name) => `const ${name} = ${loaded};`)
          .join(' ');
      });
      return { code: replaced, map: null };
    },
  };
}
