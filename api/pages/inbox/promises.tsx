import type { VNode } from 'preact';
import { itemsFor, type OwnItem, stateOf } from '../../../db/feedback-items.js';
import type { Query } from '../../../db/connect.js';
import { unitNames } from '../../../db/page-names.js';
import { type OwnAssignment, trainingsOf, trainingsToConfirm } from '../../../db/trainings.js';
import { recognitionsToConfirm } from '../../../db/recognition.js';
import { developmentPage, itemKindNames, itemPage, recognitionPage } from '../../../messages/pages.js';
import { has } from '../../rights.js';
import type { Person } from '../../session.js';
import { Section } from '../components/marks.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { textAt } from '../steps/form-data.js';
import { type Named, unnamed } from '../steps/form-facts.js';

/** What was promised after talks and waits for a person now. */
export interface Promises {
  readonly answer: readonly (OwnItem & { readonly unit: Named })[];
  readonly confirm: readonly (OwnItem & { readonly unit: Named })[];
  readonly learn: readonly OwnAssignment[];
  readonly trained: readonly OwnAssignment[];
  readonly recognize: readonly (ToConfirm & { readonly unit: Named })[];
}
type ToConfirm = Awaited<ReturnType<typeof recognitionsToConfirm>>[number];

export const countPromises = ({ answer, confirm, learn, trained, recognize }: Promises): number =>
  answer.length + confirm.length + learn.length + trained.length + recognize.length;

export async function loadPromises(sql: Query, person: Person): Promise<Promises> {
  const [items, own, trained, recognitions] = await Promise.all([
    itemsFor(sql, person.id),
    trainingsOf(sql, person.id),
    trainingsToConfirm(sql, person.id),
    has(person, 'hr') ? recognitionsToConfirm(sql, person.id) : [],
  ]);
  const units = await unitNames(
    sql,
    [...items, ...recognitions].map((row) => row.unitId),
  );
  const ofUnit = <Row extends { readonly unitId: string }>(row: Row): Row & { readonly unit: Named } => ({
    ...row,
    unit: units.get(row.unitId) ?? unnamed(row.unitId),
  });
  const mine = items.map(ofUnit);
  return {
    answer: mine.filter((row) => stateOf(row) !== 'settled'),
    confirm: mine.filter((row) => stateOf(row) === 'settled'),
    learn: own.filter((row) => row.state === 'assigned'),
    trained,
    recognize: recognitions.map((row: ToConfirm) => ofUnit(row)),
  };
}

export function PromiseSections({ reader, promises }: { readonly reader: Reader; readonly promises: Promises }): VNode {
  const { t } = reader;
  const { answer, confirm, learn, trained, recognize } = promises;
  return (
    <>
      <Items reader={reader} title={t(itemPage.mine)} items={answer} />
      <Items reader={reader} title={t(itemPage.toConfirm)} items={confirm} />
      <Trainings reader={reader} title={t(developmentPage.toDo)} rows={learn} to={() => links.myDevelopment} />
      <Trainings
        reader={reader}
        title={t(developmentPage.toConfirm)}
        rows={trained}
        to={(row) => links.unitDevelopment(row.cycleId, row.unitId)}
      />
      {recognize.length > 0 && (
        <Section title={`${t(recognitionPage.toConfirm)} (${recognize.length})`}>
          <ul class="plain">
            {recognize.map((row) => (
              <li key={`${row.cycleId} ${row.number}`}>
                <a href={links.recognitions(row.cycleId)}>
                  {reader.name(row.unit)} · {t(recognitionPage.title)} {row.number}
                </a>{' '}
                · {row.cycleTitle}
                <div class="words">{row.words}</div>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Items({
  reader,
  title,
  items,
}: {
  readonly reader: Reader;
  readonly title: string;
  readonly items: Promises['answer'];
}): VNode | null {
  if (items.length === 0) return null;
  return (
    <Section title={`${title} (${items.length})`}>
      <ul class="plain">
        {items.map((row) => (
          <li key={row.id}>
            <a href={links.feedbackItem(row.cycleId, row.id)}>
              {reader.name(row.unit)} · {reader.t(itemPage.one(itemKindNames[row.kind], row.id))}
            </a>{' '}
            · {row.cycleTitle}
            {row.last?.dueOn != null && <span class="soft"> · {row.last.dueOn}</span>}
            <div class="words">{row.text}</div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Trainings({
  reader,
  title,
  rows,
  to,
}: {
  readonly reader: Reader;
  readonly title: string;
  readonly rows: readonly OwnAssignment[];
  readonly to: (row: OwnAssignment) => string;
}): VNode | null {
  if (rows.length === 0) return null;
  return (
    <Section title={`${title} (${rows.length})`}>
      <ul class="plain">
        {rows.map((row) => (
          <li key={row.id}>
            <a href={to(row)}>{reader.name({ nameZh: row.titleZh, nameEn: row.titleEn })}</a> · {row.cycleTitle} ·{' '}
            <span class="soft">{row.dueOn}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Told to those who confirm it, or over them; the others look at their own. */
const forOthers = new Set(['TRAINING_TO_CONFIRM', 'TRAINING_STALLED', 'TRAINING_UNCONFIRMED', 'TRAINING_UNHEARD']);

/** Where a notice about an item, an entry or a training leads; null: it is about something else. */
export function promiseHref(notice: {
  readonly code: string;
  readonly cycleId: string;
  readonly unitId: string | null;
  readonly data: unknown;
}): string | null {
  const { code, cycleId, unitId, data } = notice;
  const [item, entry] = [textAt(data, 'item'), textAt(data, 'development')];
  if (item !== '') return links.feedbackItem(cycleId, item);
  if (entry !== '') return links.developmentEntry(cycleId, entry);
  if (textAt(data, 'assignment') === '') return null;
  return unitId !== null && forOthers.has(code) ? links.unitDevelopment(cycleId, unitId) : links.myDevelopment;
}
