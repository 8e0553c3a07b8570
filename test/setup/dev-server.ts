import { TestWorkflowEnvironment } from '@temporalio/testing';
import { findTemporal } from '../../embedded/find-temporal.js';

/**
 * A development server in memory: a real one, for what the time-skipping server
 * has not. `suggestContinueAsNewAfter`: events; the server's own is 4,096.
 */
export async function startDevServer(
  options: { readonly suggestContinueAsNewAfter?: number } = {},
): Promise<TestWorkflowEnvironment> {
  const path = await findTemporal((line) => console.error(line));
  const limit = options.suggestContinueAsNewAfter;
  return TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path },
      extraArgs:
        limit === undefined ? [] : ['--dynamic-config-value', `limit.historyCount.suggestContinueAsNew=${limit}`],
    },
  });
}
