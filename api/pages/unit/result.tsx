import type { VNode } from 'preact';
import { frame, resultPage, unitPage } from '../../../messages/pages.js';
import { Badge, Message, Section } from '../components/marks.js';
import { Facts, Table } from '../components/table.js';
import { links } from '../links.js';
import { Evidence } from '../steps/kinds/evidence.js';
import type { Reader } from '../reader.js';
import { Recognized, type ShownRecognized } from './recognized.js';

export interface ShownLine {
  readonly id: string;
  readonly title: string;
  readonly points: string | null;
  readonly weight: string | null;
  readonly contribution: string | null;
  /** What counts and how it becomes points; null: a group, told by its steps. */
  readonly rule: string | null;
  /** How it was computed, sentence by sentence, in the reader's language. */
  readonly steps: readonly string[];
  /** Who rated it how; empty where nobody did, or it is not for the reader. */
  readonly ratings: readonly ShownRating[];
  /** How far self and superior are apart, in words. */
  readonly gap: string | null;
}

export interface ShownRating {
  readonly role: string;
  readonly unit: string;
  readonly person: string;
  readonly value: string;
  readonly evidence: readonly string[];
}

/** By whose decision it is another result than before. */
export interface ShownCause {
  readonly words: string;
  /** The unit's own step that decided so; null: another's, or not for the reader. */
  readonly stepId: string | null;
}

/** Where a result can be appealed; instants are epoch ms. */
export type AppealWay =
  | { readonly kind: 'open'; readonly stepId: string; readonly until: number }
  | { readonly kind: 'under-way'; readonly stepId: string }
  | { readonly kind: 'later'; readonly from: number }
  | { readonly kind: 'over' };

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
      readonly cause: ShownCause | null;
      /** null: there is no appeal, or it is not the reader's. */
      readonly appeal: AppealWay | null;
      readonly digests: { readonly rules: string; readonly facts: string };
      readonly recognized: readonly ShownRecognized[];
    };

interface Place {
  readonly reader: Reader;
  readonly cycleId: string;
  readonly unitId: string;
  /** The reader writes the unit's development plan. */
  readonly develops: boolean;
}

export function ResultSection({ result, ...place }: Place & { readonly result: ShownUnitResult }): VNode | null {
  const { reader } = place;
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
      {result.cause !== null && <Cause {...place} cause={result.cause} />}
      {result.appeal !== null && <Appeal {...place} way={result.appeal} />}
      <h3>{t(unitPage.explanation)}</h3>
      <Table
        caption={t(unitPage.explanation)}
        hideCaption
        rows={result.lines}
        keyOf={(line) => line.id}
        empty={t(frame.nothing)}
        columns={[
          { title: t(unitPage.part), cell: (line) => <LineWords {...place} line={line} /> },
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

function Cause({ reader, cycleId, unitId, cause }: Place & { readonly cause: ShownCause }): VNode {
  return (
    <p>
      {cause.words}{' '}
      {cause.stepId !== null && (
        <a href={links.step(cycleId, unitId, cause.stepId)}>{reader.t(resultPage.seeDecision)}</a>
      )}
    </p>
  );
}

function Appeal({ reader, cycleId, unitId, way }: Place & { readonly way: AppealWay }): VNode {
  const { t } = reader;
  switch (way.kind) {
    case 'open':
      return (
        <p>
          {t(resultPage.appealOpen(reader.lastDay(way.until)))}{' '}
          <a href={links.step(cycleId, unitId, way.stepId)}>{t(resultPage.appealHere)}</a>
        </p>
      );
    case 'under-way':
      return (
        <p>
          <a href={links.step(cycleId, unitId, way.stepId)}>{t(resultPage.appealUnder)}</a>
        </p>
      );
    case 'later':
      return <p class="soft">{t(resultPage.appealLater(reader.day(way.from)))}</p>;
    case 'over':
      return <p class="soft">{t(resultPage.appealOver)}</p>;
  }
}

function LineWords({ line, ...place }: Place & { readonly line: ShownLine }): VNode {
  const { reader, cycleId, unitId, develops } = place;
  const { t } = reader;
  return (
    <div>
      <strong>{line.title}</strong>
      {line.rule !== null && (
        <p class="soft">
          {t(resultPage.rule)}: {line.rule}
        </p>
      )}
      {line.steps.length > 0 && (
        <ol>
          {line.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {line.ratings.length > 0 && (
        <details>
          <summary>
            {t(resultPage.ratings)}
            {line.gap !== null && ` · ${line.gap}`}
          </summary>
          <ul>
            {line.ratings.map((rating) => (
              <li key={`${rating.role} ${rating.unit}`}>
                {rating.role} · {rating.unit} · {rating.person}: <strong>{rating.value}</strong>
                <RatingEvidence {...place} evidence={rating.evidence} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {develops && (
        <p>
          <a href={`${links.unitDevelopment(cycleId, unitId)}?line=${encodeURIComponent(line.id)}`}>
            {t(resultPage.develop)}
          </a>
        </p>
      )}
    </div>
  );
}

/** What a rating rests on. */
function RatingEvidence({
  reader,
  cycleId,
  unitId,
  evidence,
}: Place & { readonly evidence: readonly string[] }): VNode {
  const { t } = reader;
  if (evidence.length === 0) return <span class="soft"> · {t(resultPage.noEvidence)}</span>;
  const facts = { cycleId, unitId, reports: [], files: [], unitNames: new Map<string, never>() };
  return (
    <div class="soft">
      {t(resultPage.evidence)}: <Evidence reader={reader} facts={facts} of={evidence} />
    </div>
  );
}
