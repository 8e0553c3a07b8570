#!/usr/bin/env node
// Runs from source where the source is (a checkout), else what was built.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../cli/main.ts', import.meta.url));
if (existsSync(source)) {
  // Every command needs zod; loaded before the hooks, its many files do not each go through them.
  await import('zod');
  const { register } = await import('tsx/esm/api');
  register();
  await import('../cli/main.ts');
} else {
  await import('../dist/cli/main.js');
}
