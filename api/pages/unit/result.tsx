import type { VNode } from 'preact';
import { frame, unitPage } from '../../../messages/pages.js';
import { Badge, Message, Section } from '../components/marks.js';
import { Facts, Table } from '../components/table.js';
import type { Reader } from '../reader.js';
import { Recognized, type ShownRecognized } from './recognized.js';

export interface ShownLine {
  readonly id: string;
  readonly title: string;
  readonly points: string | null;
  readonly weight: string | null;
  readonly contribution: string | null;
  /** How it was computed, sentence by sentence, in the reader's language. */
  readonly steps: readonly string[];
}

/** `hidden`: not for this person; `untold`: not published yet. */
export type ShownUnitResult =
  | { readonly kind: 'hidden' | 'untold' | 'none' }
  | {
      readonly kind: 'told';
      readonly total: string | null;
      readonly grade: string | null;
      readonly calibratedGrade: string | null;
      readonly calibrationReason: string | null;
      readonly lines: readonly ShownLine[];
      /** The sentences about the whole: weights, gates, grade. */
      readonly words: readonly string[];
      /** Why it is another result than the one before. */
      readonly change: readonly string[];
      readonly digests: { readonly rules: string; readonly facts: string };
      readonly recognized: readonly ShownRecognized[];
    };

export function ResultSection({
  reader,
  result,
}: {
  readonly reader: Reader;
  readonly result: ShownUnitResult;
}): VNode | null {
  const { t } = reader;
  if (result.kind === 'hidden') return null;
  if (result.kind !== 'told') {
    return (
      <Section title={t(unitPage.result)} id="result">
        <p class="empty">{t(result.kind === 'untold' ? unitPage.notTold : unitPage.noResult)}</p>
      </Section>
    );
  }
  const { grade, calibratedGrade, calibrationReason } = result;
  return (
    <Section title={t(unitPage.result)} id="result">
      <Facts
        of={[
          [
            t(unitPage.total),
            <strong>{result.total === null ? t(unitPage.noData) : reader.score(result.total)}</strong>,
          ],
          [t(unitPage.grade), <Badge tone="good">{calibratedGrade ?? grade ?? '–'}</Badge>],
        ]}
      />
      <Recognized reader={reader} recognized={result.recognized} />
      {calibratedGrade !== null && (
        <Message tone="warn">
          {t(unitPage.calibrated(grade ?? '–', calibratedGrade))}: {calibrationReason}
        </Message>
      )}
      {result.change.length > 0 && (
        <>
          <h3>{t(unitPage.change)}</h3>
          {result.change.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </>
      )}
      <h3>{t(unitPage.explanation)}</h3>
      <Table
        caption={t(unitPage.explanation)}
        hideCaption
        rows={result.lines}
        keyOf={(line) => line.id}
        empty={t(frame.nothing)}
        columns={[
          { title: t(unitPage.part), cell: (line) => <LineWords line={line} /> },
          {
            title: t(unitPage.points),
            number: true,
            cell: (line) => (line.points === null ? t(unitPage.noData) : reader.score(line.points)),
          },
          { title: t(unitPage.weight), number: true, cell: (line) => line.weight ?? '' },
          {
            title: t(unitPage.contribution),
            number: true,
            cell: (line) => (line.contribution === null ? '' : reader.score(line.contribution)),
          },
        ]}
      />
      {result.words.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <p class="soft">
        <code>{result.digests.rules}</code> · <code>{result.digests.facts}</code>
      </p>
    </Section>
  );
}

function LineWords({ line }: { readonly line: ShownLine }): VNode {
  return (
    <div>
      <strong>{line.title}</strong>
      {line.steps.length > 0 && (
        <ol>
          {line.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
    </div>
  );
}
