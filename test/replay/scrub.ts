import { hostname, userInfo } from 'node:os';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Says nothing of the machine: who polled, where the code lay. Replay looks at none of it. */
const machine = new Set(['identity', 'stackTrace', 'lastWorkerIdentity']);

/** A history as protobuf JSON, one event a line, without names of machines and paths. @throws where one is left */
export function scrubbed(history: History): string {
  const { events } = JSON.parse(historyToJSON(history)) as { readonly events: readonly Json[] };
  const text = `{"events":[\n${events.map((event) => JSON.stringify(scrub(event))).join(',\n')}\n]}\n`;
  const plain = text + decoded(text);
  const names = [hostname(), process.cwd(), userInfo().homedir].filter((name) => name.length > 3);
  const left = names.find((name) => plain.includes(name));
  if (left !== undefined) throw new Error(`the history still names ${left}`);
  return text;
}

function scrub(value: Json): Json {
  if (Array.isArray(value)) return value.map(scrub);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => [
    key,
    machine.has(key) ? 'scrubbed' : key === 'name' && isSticky(value) ? 'sticky' : scrub(inner),
  ]);
  return Object.fromEntries(entries);
}

/** A worker's own task queue is named after its machine. */
const isSticky = (value: object): boolean => 'kind' in value && value.kind === 'TASK_QUEUE_KIND_STICKY';

/** What the payloads say. */
const decoded = (text: string): string =>
  [...text.matchAll(/"data":"([^"]*)"/g)]
    .map(([, data = '']) => Buffer.from(data, 'base64').toString('utf8'))
    .join('\n');
