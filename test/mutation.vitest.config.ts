import { defineConfig } from 'vitest/config';

/** Only what tests the rules, for `npm run mutate`; one seed, so that two runs judge a mutant alike. */
export default defineConfig({
  test: {
    include: ['test/domain/rules-*.test.ts', 'test/domain/numbers*.test.ts'],
    // These start programs, read sources, or test the documents' schemas: they say nothing about a mutant of the rules.
    exclude: [
      'test/domain/rules-command.test.ts',
      'test/domain/rules-documents*.test.ts',
      'test/domain/rules-examples-no-float.test.ts',
    ],
    env: { RULES_SEED: '20270101', RULES_SHRINK: 'no' },
    testTimeout: 60_000,
  },
});
