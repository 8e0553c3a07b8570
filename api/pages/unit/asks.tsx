import type { VNode } from 'preact';
import type { Reader } from '../reader.js';
import { AskChange } from './ask-change.js';
import { AskNomination } from './ask-nomination.js';

/** What the reader may open for the unit; who may is decided when somebody asks. */
export interface Asks {
  readonly change: boolean;
  readonly nomination: boolean;
}

export function AskButtons({
  reader,
  view,
}: {
  readonly reader: Reader;
  readonly view: {
    readonly cycle: { readonly id: string };
    readonly unitId: string;
    readonly may: { readonly asks: Asks };
  };
}): VNode {
  const place = { reader, cycleId: view.cycle.id, unitId: view.unitId };
  return (
    <>
      {view.may.asks.change && <AskChange {...place} />}
      {view.may.asks.nomination && <AskNomination {...place} />}
    </>
  );
}
