import type { VNode } from 'preact';
import type { PlanLine, TalkLine } from '../../../db/improvement-lists.js';
import type { TalkState } from '../../../domain/improvement/index.js';
import { planEndNames } from '../../../messages/improvement-notices.js';
import { planStageNames, talkStateNames } from '../../../messages/pages.js';
import { Badge, type Tone } from '../components/marks.js';
import type { Reader } from '../reader.js';

/** Where a plan stands, or how it ended, in words; the colour only helps. */
export function PlanBadge({
  reader,
  plan,
}: {
  readonly reader: Reader;
  readonly plan: Pick<PlanLine, 'stage' | 'end'>;
}): VNode {
  if (plan.end === null) return <Badge tone="warn">{reader.t(planStageNames[plan.stage])}</Badge>;
  return <Badge tone={plan.end === 'passed' ? 'good' : 'calm'}>{reader.t(planEndNames[plan.end])}</Badge>;
}

const tones: Readonly<Record<TalkState, Tone>> = {
  planned: 'calm',
  open: 'warn',
  held: 'good',
  late: 'warn',
  never: 'bad',
  dropped: 'calm',
};

export const TalkBadge = ({
  reader,
  talk,
}: {
  readonly reader: Reader;
  readonly talk: Pick<TalkLine, 'state'>;
}): VNode => <Badge tone={tones[talk.state]}>{reader.t(talkStateNames[talk.state])}</Badge>;
