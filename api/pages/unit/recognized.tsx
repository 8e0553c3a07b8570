import type { VNode } from 'preact';
import { recognitionPage } from '../../../messages/pages.js';
import { Badge } from '../components/marks.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';

/** A recognition that is in force, as the unit and its line see it. */
export interface ShownRecognized {
  readonly number: number;
  /** null: the unit as a whole. */
  readonly person: Named | null;
  readonly words: string;
  readonly at: number;
}

export function Recognized({
  reader,
  recognized,
}: {
  readonly reader: Reader;
  readonly recognized: readonly ShownRecognized[];
}): VNode | null {
  if (recognized.length === 0) return null;
  return (
    <>
      <h3>{reader.t(recognitionPage.ofUnit)}</h3>
      <ul class="plain findings">
        {recognized.map(({ number, person, words, at }) => (
          <li key={number}>
            <Badge tone="good">{person === null ? reader.t(recognitionPage.wholeUnit) : reader.name(person)}</Badge>{' '}
            {words} <span class="soft">{reader.day(at)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
