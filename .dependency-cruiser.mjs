/**
 * The layering of `src`, told once: which rooms a room may import. `core` is pure, so it takes
 * from `protocol` types only; `cli` starts heavy rooms lazily, so that `--help` never pays for them.
 */
const mayImport = {
  core: [],
  protocol: [],
  clock: [],
  text: [],
  client: ['protocol', 'clock'],
  daemon: ['core', 'protocol', 'clock'],
  simulator: ['client', 'protocol', 'clock'],
  tui: ['client', 'protocol', 'clock', 'text'],
  web: ['client', 'protocol', 'clock'],
  cli: ['client', 'protocol', 'clock', 'text'],
};
const typesOnly = { core: ['protocol'] };
const lazily = { cli: ['daemon', 'simulator', 'tui'] };

/** Packages that belong to one room; everywhere else they are a leak of its technology. */
const homeOf = {
  'better-sqlite3': '^src/daemon/store/sqlite/',
  fastify: '^src/daemon/http/',
  jose: '^src/daemon/tokens/',
  pino: '^src/daemon/',
  ink: '^src/tui/',
  react: '^src/tui/',
  commander: '^src/cli/',
  ora: '^src/cli/',
  ws: '^src/(daemon|client)/',
  'smol-toml': '^src/daemon/config/',
  saxes: '^src/simulator/',
};

const tests = '\\.test\\.tsx?$|^src/.+/testing/';
const room = (name) => `^src/${name}/`;
const rooms = (names) => `^src/(${names.join('|')})/`;

function strangersOf(name) {
  const known = [name, ...mayImport[name], ...(typesOnly[name] ?? []), ...(lazily[name] ?? [])];
  return {
    name: `${name}-imports-only-its-layers`,
    severity: 'error',
    from: { path: room(name), pathNot: tests },
    to: { path: '^(src|test|bench|scripts)/', pathNot: rooms(known) },
  };
}

function onlyAs(kind, name, neighbours, ...dependencyTypes) {
  return {
    name: `${name}-takes-${neighbours.join('-')}-${kind}`,
    severity: 'error',
    from: { path: room(name), pathNot: tests },
    to: { path: rooms(neighbours), dependencyTypesNot: dependencyTypes },
  };
}

function livesIn(packageName, home) {
  return {
    name: `${packageName}-stays-at-home`,
    severity: 'error',
    from: { path: '^src/', pathNot: `${home}|${tests}` },
    to: { path: `^node_modules/${packageName}/`, dependencyTypesNot: ['type-only'] },
  };
}

const layering = [
  ...Object.keys(mayImport).map(strangersOf),
  ...Object.entries(typesOnly).map(([name, to]) => onlyAs('as-types', name, to, 'type-only')),
  ...Object.entries(lazily).map(([name, to]) =>
    onlyAs('lazily', name, to, 'dynamic-import', 'type-only'),
  ),
  ...Object.entries(homeOf).map(([packageName, home]) => livesIn(packageName, home)),
  {
    name: 'every-room-has-its-layer',
    comment: 'A new room must be entered in `mayImport` above.',
    severity: 'error',
    from: { path: '^src/', pathNot: rooms(Object.keys(mayImport)) },
    to: {},
  },
  {
    name: 'core-is-pure',
    severity: 'error',
    from: { path: room('core'), pathNot: tests },
    to: { dependencyTypes: ['core', 'npm'] },
  },
  {
    name: 'protocol-knows-only-typebox',
    severity: 'error',
    from: { path: room('protocol'), pathNot: tests },
    to: { dependencyTypes: ['core', 'npm'], pathNot: '^node_modules/typebox/' },
  },
  {
    name: 'drivers-are-named-in-start',
    comment: 'Only the composition roots know which database is behind the port.',
    severity: 'error',
    from: {
      path: room('daemon'),
      pathNot: `^src/daemon/((start|open-tokens|copies)\\.ts$|store/sqlite/)|${tests}`,
    },
    to: { path: '^src/daemon/store/sqlite/' },
  },
];

const health = [
  { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  {
    name: 'no-tests-in-the-program',
    severity: 'error',
    from: { path: '^src/', pathNot: tests },
    to: { path: tests },
  },
  {
    name: 'no-development-packages-in-the-program',
    severity: 'error',
    from: { path: '^src/', pathNot: tests },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
  },
];

export default {
  forbidden: [...layering, ...health],
  options: {
    // Reads types, JSX and `using` through TypeScript 6: version 7 has no such API yet.
    parser: 'tsc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
