// Builds what production runs: compiled JavaScript, the workflow bundle, and the files that code reads.
import { spawnSync } from 'node:child_process';
import { cp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** Files that are read at run time, at the same place under dist/. */
const copied = [
  'db/migrations',
  'documents/templates',
  'sample',
  'api/pages/assets',
  'api/docs',
  'players/story/data',
  'package.json',
];

function compile() {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const done = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

/** The bundle is made once here: a production worker starts without a compiler. */
async function bundle() {
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({ workflowsPath: join(dist, 'workflows', 'index.js') });
  await writeFile(join(dist, 'workflow-bundle.js'), code);
}

await rm(dist, { recursive: true, force: true });
compile();
for (const path of copied) {
  if (existsSync(join(root, path))) await cp(join(root, path), join(dist, path), { recursive: true });
}
await bundle();
