import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    pool: 'forks',
    // Two cores: databases and servers of one file at a time.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 240_000,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
