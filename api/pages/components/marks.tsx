import type { ComponentChildren, VNode } from 'preact';
import type { Stage, StepOutcome } from '../../../domain/process/index.js';
import { outcomeNames, stageNames } from '../../../messages/steps.js';
import type { Reader } from '../reader.js';

export type Tone = 'good' | 'bad' | 'warn' | 'calm';

export const Badge = ({
  tone = 'calm',
  children,
}: {
  readonly tone?: Tone;
  readonly children: ComponentChildren;
}): VNode => <span class={`badge ${tone}`}>{children}</span>;

const tones: Readonly<Record<Stage, Tone>> = {
  closed: 'calm',
  open: 'warn',
  submitted: 'warn',
  done: 'good',
  cancelled: 'calm',
};

/** Where a step stands, in words; the colour only helps. */
export function StageBadge({
  reader,
  state,
  outcome,
}: {
  readonly reader: Reader;
  readonly state: Stage;
  readonly outcome: StepOutcome | null;
}): VNode {
  const forwarded = outcome === 'forwarded';
  const text = state === 'done' && outcome !== null ? outcomeNames[outcome] : stageNames[state];
  return <Badge tone={forwarded ? 'bad' : tones[state]}>{reader.t(text)}</Badge>;
}

/** A message on top of a page: something was done, or must be seen to. */
export const Message = ({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }): VNode => (
  <div class={`message ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
    {children}
  </div>
);

export const Section = ({
  title,
  id,
  children,
}: {
  readonly title: string;
  readonly id?: string;
  readonly children: ComponentChildren;
}): VNode => (
  <section id={id}>
    <h2>{title}</h2>
    {children}
  </section>
);
