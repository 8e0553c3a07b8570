import { defineConfig } from 'vitest/config';

/** Only what tests the table of rights, for `npm run mutate:rights`. */
export default defineConfig({
  test: { include: ['test/domain/rights-*.test.ts'], testTimeout: 60_000 },
});
