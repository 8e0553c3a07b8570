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

/** What an entry names besides itself, each with its place in the content. */
export interface Named {
  readonly pointer: string;
  readonly what: 'unit' | 'metric';
  readonly id: string;
}

/** Units and metrics that a content names; whether they are there is for the caller to ask. */
export function namedBy(kind: StrategyKind, content: StrategyContent): readonly Named[] {
  if (kind === 'metrics' && 'tension' in content) {
    return [
      { pointer: '/unit', what: 'unit', id: content.unit },
      ...content.tension.map((id, index): Named => ({ pointer: `/tension/${index}`, what: 'metric', id })),
    ];
  }
  if (kind === 'cooperation' && 'raters' in content) {
    return content.raters.map((id, index): Named => ({ pointer: `/raters/${index}`, what: 'unit', id }));
  }
  return [];
}

/** Wrong with an entry whatever else there is: it names itself, or something twice. Its id for cooperation is the unit. */
export function selfProblems(
  kind: StrategyKind,
  id: string,
  content: StrategyContent,
): readonly { readonly pointer: string; readonly code: 'NAMES_ITSELF' | 'ID_DUPLICATE' }[] {
  const own = kind === 'metrics' ? 'metric' : 'unit';
  const lists = namedBy(kind, content).filter(({ pointer }) => pointer !== '/unit');
  return lists.flatMap(({ pointer, what, id: named }, index) => [
    ...(what === own && named === id ? [{ pointer, code: 'NAMES_ITSELF' } as const] : []),
    ...(lists.findIndex((each) => each.id === named) < index ? [{ pointer, code: 'ID_DUPLICATE' } as const] : []),
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
