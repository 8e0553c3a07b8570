import type { VNode } from 'preact';
import type { Freshness } from '../../../domain/values/index.js';
import { freshnessNames } from '../../../messages/pages.js';
import { Badge, type Tone } from '../components/marks.js';
import type { Reader } from '../reader.js';

const tones: Readonly<Record<Freshness, Tone>> = { fresh: 'good', due: 'warn', METRIC_STALE: 'bad', 'no-data': 'calm' };

/** Beside every value that is shown: whether it may be relied on. `of` comes from `metricStates` in `db/metric-states.ts`. */
export const FreshnessBadge = ({ reader, of }: { readonly reader: Reader; readonly of: Freshness }): VNode => (
  <Badge tone={tones[of]}>{reader.t(freshnessNames[of])}</Badge>
);
