import type { Stage } from '../process/index.js';
import type { MoneyKind } from './money.js';

/** One thing that a release still waits for. */
export type InTheWay =
  | {
      readonly code: 'WINDOW_OPEN';
      readonly unit: string;
      readonly step: string;
      readonly state: Stage;
      /** The instant at which it ends by itself. */
      readonly until: number;
    }
  | { readonly code: 'NOT_POSTED'; readonly kind: MoneyKind }
  | { readonly code: 'RECALCULATING' };

/** All that a release waits for, for whoever receives a word about it and whoever records it; empty: nothing. */
export function inTheWayOfRelease({
  windows,
  unposted,
  recalculating,
}: {
  readonly windows: readonly {
    readonly unitId: string;
    readonly stepId: string;
    readonly state: Stage;
    readonly until: number;
  }[];
  readonly unposted: readonly MoneyKind[];
  readonly recalculating: boolean;
}): readonly InTheWay[] {
  return [
    ...windows.map(({ unitId: unit, stepId: step, state, until }): InTheWay => {
      return { code: 'WINDOW_OPEN', unit, step, state, until };
    }),
    ...unposted.map((kind): InTheWay => ({ code: 'NOT_POSTED', kind })),
    ...(recalculating ? ([{ code: 'RECALCULATING' }] as const) : []),
  ];
}
