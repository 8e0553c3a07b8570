import { type Component, type Facts, type Result, score, type Scorecard } from '../../domain/rules/index.js';

/** A small scorecard with these facts. */
export const scored = (root: Component, facts: Facts['facts'], more: Partial<Scorecard> = {}): Result =>
  score(
    { format: 'perfcycle/scorecard@1', root, ...more },
    { format: 'perfcycle/facts@1', facts },
    { sha256: (text) => `digest of ${text}` },
  );

/** Each step of a line as `what: from = to`. */
export const stepsOf = (result: Result, id: string): readonly string[] =>
  (result.lines[id]?.steps ?? []).map(({ what, from, to }) => `${what}: ${from} = ${to}`);

/** Each finding as its code and what it is about. */
export const foundIn = (result: Result): readonly string[] =>
  result.findings.map(({ code, gate, component }) => [code, gate, component].filter(Boolean).join(' '));
