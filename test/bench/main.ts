/** `npm run bench`: all of it, or what is named (`npm run bench -- rules`). What needs no stack comes first. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  rules: async () => (await import('./rules.js')).benchRules(),
  strategy: async () => (await import('./strategy.js')).benchStrategy(),
  draft: async () => (await import('./drafts.js')).benchDrafts(),
  collect: async () => (await import('./collect.js')).benchCollect(),
  consequence: async () => (await import('./consequence.js')).benchConsequence(),
  cycles: async () => (await import('./cycles.js')).benchCycles(),
  reports: async () => (await import('./reports.js')).benchReports(),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  process.stderr.write(`there is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
} else {
  for (const [name, run] of Object.entries(benches)) if (asked.length === 0 || asked.includes(name)) await run();
}
