/**
 * Finds or makes the servers that tests need, before any test counts its time: building Temporal takes minutes,
 * once per user. `npx tsx test/setup/fetch-servers.ts`
 */
import { findTemporal } from '../../embedded/find-temporal.js';
import { timeSkippingServer } from './time-skipping.js';

console.error(`Temporal: ${await findTemporal((line) => console.error(line))}`);
if (process.argv.includes('--time-skipping')) console.error(`time-skipping server: ${timeSkippingServer()}`);
