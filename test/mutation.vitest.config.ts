import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Examples before properties: most mutants die of an example, in milliseconds, and the first failure ends the run. */
class ExamplesFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const late = ({ moduleId }: TestSpecification): number => Number(moduleId.includes('rules-properties'));
    return Promise.resolve(files.toSorted((a, b) => late(a) - late(b) || a.moduleId.localeCompare(b.moduleId)));
  }
}

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
    sequence: { sequencer: ExamplesFirst },
    testTimeout: 60_000,
  },
});
