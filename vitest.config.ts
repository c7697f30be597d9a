import { defineConfig } from 'vitest/config';

// A test must not see the shell that it was started from: its settings for routa, its wishes for
// colour, or that it is a CI, where terminal programs draw differently.
for (const name of Object.keys(process.env)) {
  if (/^ROUTA_|^(CI|NO_COLOR|FORCE_COLOR)$/.test(name)) delete process.env[name];
}

export default defineConfig({
  // The dashboard runs React's production build, which has no `jsxDEV`.
  oxc: { jsx: { development: false } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
    // Tests start worker threads, child processes and signal handlers: each file gets a process.
    pool: 'forks',
    // Most of them wait for processes, so that a core for the runner itself would stand idle.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
