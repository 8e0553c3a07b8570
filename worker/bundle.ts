import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

const root = fileURLToPath(new URL('../', import.meta.url));

/** The prebuilt bundle of a built package; from source it is made once per state of the source and kept. */
export async function workflowBundle(
  cacheDir: string,
): Promise<{ readonly code: string } | { readonly codePath: string }> {
  const prebuilt = join(root, 'workflow-bundle.js');
  if (existsSync(prebuilt)) return { codePath: prebuilt };
  const folder = join(cacheDir, 'bundles');
  const cached = join(folder, `${sourceDigest()}.js`);
  if (existsSync(cached)) return { codePath: cached };
  const { code } = await buildBundle();
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${cached}.${process.pid}`, code);
  renameSync(`${cached}.${process.pid}`, cached);
  return { code };
}

export function buildBundle(): Promise<WorkflowBundleWithSourceMap> {
  const source = join(root, 'workflows', 'index.ts');
  return bundleWorkflowCode({
    workflowsPath: existsSync(source) ? source : join(root, 'workflows', 'index.js'),
    logger: new DefaultLogger('WARN'),
  });
}

/** Of all that can be in the bundle: workflows, domain, and the lockfile's packages. */
function sourceDigest(): string {
  const hash = createHash('sha256');
  for (const folder of ['workflows', 'domain']) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      if (file.endsWith('.ts')) hash.update(file).update(readFileSync(join(root, folder, file)));
    }
  }
  const lock = join(root, 'package-lock.json');
  if (existsSync(lock)) hash.update(readFileSync(lock));
  return hash.digest('hex').slice(0, 32);
}
