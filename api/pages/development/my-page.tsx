import type { VNode } from 'preact';
import type { OwnAssignment } from '../../../db/trainings.js';
import { developmentPage, frame } from '../../../messages/pages.js';
import { Badge, Message, Section } from '../components/marks.js';
import { links } from '../links.js';
import type { Typed } from '../posted.js';
import type { Reader } from '../reader.js';
import { Entries } from './entries.js';
import type { ShownEntry } from './load.js';
import { Trainings } from './trainings.js';

export interface OwnCycle {
  readonly id: string;
  readonly title: string;
  readonly rehearsal: boolean;
  readonly entries: readonly ShownEntry[];
  readonly trainings: readonly OwnAssignment[];
}

/** What somebody is to learn, cycle by cycle, the newest first. */
export function MyDevelopmentPage({
  reader,
  cycles,
  me,
  typed,
}: {
  readonly reader: Reader;
  readonly cycles: readonly OwnCycle[];
  readonly me: string;
  readonly typed: Typed;
}): VNode {
  const { t } = reader;
  return (
    <>
      {typed.message !== null && <Message tone={typed.message.tone}>{typed.message.text}</Message>}
      <p class="lead">{t(developmentPage.mineLead)}</p>
      {cycles.length === 0 && <p class="empty">{t(developmentPage.none)}</p>}
      {cycles.map(({ id, title, rehearsal, entries, trainings }) => (
        <Section key={id} title={t(developmentPage.inCycle(title))}>
          {rehearsal && (
            <p>
              <Badge tone="warn">{t(frame.rehearsal)}</Badge>
            </p>
          )}
          <h3>{t(developmentPage.entries)}</h3>
          <Entries reader={reader} entries={entries} withUnit={false} />
          <h3>{t(developmentPage.trainings)}</h3>
          <Trainings
            reader={reader}
            trainings={trainings}
            me={me}
            to={() => links.myDevelopment}
            typed={typed}
            judges={false}
          />
        </Section>
      ))}
    </>
  );
}
