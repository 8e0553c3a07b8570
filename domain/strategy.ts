/** How often a metric has a new value; absent where nobody has said. */
export const cadences = ['day', 'week', 'month', 'quarter', 'half-year', 'year'] as const;
export type Cadence = (typeof cadences)[number];

/** What is edited with versions, one entry at a time. The id of `cooperation` is the unit that is rated. */
export const strategyKinds = ['objectives', 'swot', 'metrics', 'cooperation'] as const;
export type StrategyKind = (typeof strategyKinds)[number];

/** Where strategy is read and written: the real organization's, or a rehearsal's own copy under the cycle's id. */
export type Book = string;
export const realBook: Book = 'real';

interface Title {
  readonly 'zh-CN': string;
  readonly en: string;
}

/** One entry of each kind as it is entered, kept as a version and answered. */
export interface StrategyContents {
  readonly objectives: { readonly title: Title };
  readonly swot: {
    readonly kind: 'strength' | 'weakness' | 'opportunity' | 'threat';
    readonly title: Title;
    readonly key: boolean;
  };
  readonly metrics: {
    readonly unit: string;
    readonly title: Title;
    readonly measuredIn?: string | undefined;
    readonly better: 'higher' | 'lower' | 'in-band';
    readonly source: 'manual' | 'collected';
    readonly accrual: 'level' | 'accumulating';
    readonly cadence?: Cadence | undefined;
    readonly tension: readonly string[];
    readonly history: readonly string[];
  };
  /** Units whose heads rate the cooperation, in this order. */
  readonly cooperation: { readonly raters: readonly string[] };
}
export type StrategyContent = StrategyContents[StrategyKind];
/** A content that knows its kind. */
export type KindOfContent<K extends StrategyKind = StrategyKind> = {
  readonly [P in K]: { readonly kind: P; readonly content: StrategyContents[P] };
}[K];

/** What an entry names besides itself, each with its place in the content. */
export interface NamedThing {
  readonly pointer: string;
  readonly what: 'unit' | 'metric';
  readonly id: string;
}

/** Units and metrics that an entry names; whether they are there is for the caller to ask. */
export function namedBy(entry: KindOfContent): readonly NamedThing[] {
  switch (entry.kind) {
    case 'objectives':
    case 'swot':
      return [];
    case 'metrics':
      return [{ pointer: '/unit', what: 'unit', id: entry.content.unit }, ...tensionOf(entry.content)];
    case 'cooperation':
      return ratersOf(entry.content);
  }
}

const tensionOf = ({ tension }: StrategyContents['metrics']): readonly NamedThing[] =>
  tension.map((id, index) => ({ pointer: `/tension/${index}`, what: 'metric', id }));
const ratersOf = ({ raters }: StrategyContents['cooperation']): readonly NamedThing[] =>
  raters.map((id, index) => ({ pointer: `/raters/${index}`, what: 'unit', id }));

export interface EntryProblem {
  readonly pointer: string;
  readonly code: 'NAMES_ITSELF' | 'ID_DUPLICATE';
}

/** Wrong whatever else there is: an entry's list names the entry itself, or something twice. */
export function listProblems(id: string, entry: KindOfContent): readonly EntryProblem[] {
  const list =
    entry.kind === 'metrics' ? tensionOf(entry.content) : entry.kind === 'cooperation' ? ratersOf(entry.content) : [];
  return list.flatMap((named, index): readonly EntryProblem[] => [
    ...(named.id === id ? [{ pointer: named.pointer, code: 'NAMES_ITSELF' } as const] : []),
    ...(list.findIndex((each) => each.id === named.id) < index
      ? [{ pointer: named.pointer, code: 'ID_DUPLICATE' } as const]
      : []),
  ]);
}

/** What uses an entry, so that it cannot be taken out: goals, other metrics, values, templates, or records of another kind. */
export interface StrategyUse {
  readonly by: 'goal' | 'metric' | 'value' | 'template' | 'record';
  readonly id: string;
  /** Of a goal. */
  readonly cycleId: string | null;
  readonly unitId: string | null;
}
