import { defineConfig } from 'vitest/config';

/** Only what tests the rules by example, for `npm run mutate`. */
export default defineConfig({
  test: {
    include: ['test/domain/rules-cases.test.ts', 'test/domain/rules-examples-*.test.ts'],
    // Reads the sources: says nothing about a mutant.
    exclude: ['test/domain/rules-examples-no-float.test.ts'],
    testTimeout: 60_000,
  },
});
