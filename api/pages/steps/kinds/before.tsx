import type { VNode } from 'preact';
import type { Odd } from '../../../../domain/cycle/index.js';
import type { Bilingual } from '../../../../messages/language.js';
import { beforePage, contentFields, oddTexts, ratingRoleNames } from '../../../../messages/pages.js';
import { stepName } from '../../../../messages/steps.js';
import type { GradeChange } from '../../../before-publication.js';
import { Badge } from '../../components/marks.js';
import { Table } from '../../components/table.js';
import { links } from '../../links.js';
import type { Reader } from '../../reader.js';
import { type FormFacts, type ShownBefore, unnamed } from '../form-facts.js';

interface Props {
  readonly reader: Reader;
  readonly facts: FormFacts;
}
interface Inner {
  readonly reader: Reader;
  readonly cycleId: string;
  readonly before: ShownBefore;
}

/** Drift, gaps, and the list of what is missing or odd: for both persons, before grades change and before they are told. */
export function Before({ reader, facts }: Props): VNode | null {
  const { before, cycleId } = facts;
  if (before === null) return null;
  const inner = { reader, cycleId, before };
  return (
    <section>
      <h3>{reader.t(beforePage.title)}</h3>
      <p class="hint">{reader.t(beforePage.lead)}</p>
      <OddList {...inner} />
      <Drift {...inner} />
      <Gaps {...inner} />
    </section>
  );
}

const unitName = ({ reader, before }: Pick<Inner, 'reader' | 'before'>, id: string): string =>
  reader.name(before.units.get(id) ?? unnamed(id));
const personName = ({ reader, before }: Pick<Inner, 'reader' | 'before'>, id: string): string =>
  reader.name(before.persons.get(id) ?? unnamed(id));

/** `1/4` as `+0.25 (+1/4)`: the sign is part of what it says. */
function signed(reader: Reader, value: string): string {
  return value.startsWith('-') || value === '0' ? reader.score(value) : `+${reader.score(value)}`;
}

function Drift({ reader, before }: Inner): VNode {
  const { t } = reader;
  return (
    <>
      <Table
        caption={t(beforePage.drift)}
        rows={before.raters}
        keyOf={({ by }) => by}
        empty={t(beforePage.noDrift)}
        columns={[
          { title: t(beforePage.rater), cell: ({ by }) => personName({ reader, before }, by) },
          { title: t(beforePage.items), number: true, cell: ({ items }) => items },
          {
            title: t(beforePage.driftValue),
            number: true,
            cell: ({ drift }) =>
              drift === null ? <span class="soft">{t(beforePage.tooFew)}</span> : signed(reader, drift),
          },
        ]}
      />
      <p class="hint">{t(beforePage.driftHint(before.driftMinimum))}</p>
    </>
  );
}

function Gaps({ reader, cycleId, before }: Inner): VNode {
  const { t } = reader;
  const scored = (of: { readonly total: string; readonly grade: string | null } | null): string =>
    of === null ? '–' : [reader.score(of.total), of.grade].filter((part) => part !== null).join(' · ');
  return (
    <>
      <Table
        caption={t(beforePage.gaps)}
        rows={before.gaps}
        keyOf={({ unitId }) => unitId}
        empty={t(beforePage.nothingOdd)}
        columns={[
          {
            title: t(beforePage.unit),
            cell: ({ unitId }) => <a href={links.unit(cycleId, unitId)}>{unitName({ reader, before }, unitId)}</a>,
          },
          { title: t(beforePage.self), number: true, cell: ({ self }) => scored(self) },
          { title: t(beforePage.superior), number: true, cell: ({ superior }) => scored(superior) },
          { title: t(beforePage.gap), number: true, cell: ({ gap }) => (gap === null ? '–' : signed(reader, gap)) },
          { title: t(beforePage.calibrated), cell: ({ calibrated }) => calibrated ?? '–' },
        ]}
      />
      <p class="hint">{t(beforePage.gapsHint)}</p>
    </>
  );
}

function OddList({ reader, cycleId, before }: Inner): VNode {
  const { t } = reader;
  return (
    <Table
      caption={`${t(beforePage.odd)} (${before.odd.length})`}
      rows={before.odd}
      keyOf={(odd) => JSON.stringify(odd)}
      empty={t(beforePage.nothingOdd)}
      columns={[
        {
          title: t(beforePage.about),
          cell: ({ unitId, step }) => {
            if (unitId === null && step === undefined) return t(beforePage.allUnits);
            const name = unitId === null ? t(beforePage.wholeCycle) : unitName({ reader, before }, unitId);
            const href = step === undefined ? links.unit(cycleId, unitId ?? '') : links.step(cycleId, unitId, step);
            return <a href={href}>{name}</a>;
          },
        },
        { title: t(beforePage.what), cell: (odd) => <OddWhat reader={reader} before={before} odd={odd} /> },
      ]}
    />
  );
}

const grave = new Set<Odd['code']>([
  'NOT_SCORED',
  'RESULT_BLOCKED',
  'RATING_MISSING',
  'RATING_WITHOUT_EVIDENCE',
  'CHANGE_UNFIT',
  'QUOTA_UNMET',
]);

function OddWhat({ reader, before, odd }: Pick<Inner, 'reader' | 'before'> & { readonly odd: Odd }): VNode {
  const sentence = reader.t(oddTexts[odd.code](wordsOf(reader, before, odd)));
  return grave.has(odd.code) ? <Badge tone="bad">{sentence}</Badge> : <span>{sentence}</span>;
}

function wordsOf(reader: Reader, before: ShownBefore, odd: Odd) {
  const none: Bilingual = { 'zh-CN': '', en: '' };
  const other = odd.byUnit === undefined ? null : (before.units.get(odd.byUnit) ?? unnamed(odd.byUnit));
  return {
    item:
      odd.item === undefined
        ? ''
        : reader.name(before.items.get(`${odd.unitId ?? ''} ${odd.item}`) ?? unnamed(odd.item)),
    role: odd.role === undefined ? none : ratingRoleNames[odd.role],
    by: odd.by === undefined ? '' : personName({ reader, before }, odd.by),
    byUnit: other === null ? null : reader.name(other),
    step:
      odd.step === undefined || odd.kind === undefined ? none : stepName({ kind: odd.kind, stepId: odd.step, other }),
    value: odd.value ?? '',
    count: odd.count ?? 0,
  };
}

/** Every changed grade with its reason. */
export function Changes({
  reader,
  rows,
  nameOf,
}: {
  readonly reader: Reader;
  readonly rows: readonly GradeChange[];
  readonly nameOf: (unitId: string) => string;
}): VNode {
  const { t } = reader;
  return (
    <Table
      caption={t(beforePage.changes)}
      rows={rows}
      keyOf={({ unitId }) => unitId}
      empty={t(beforePage.noChanges)}
      columns={[
        { title: t(beforePage.unit), cell: ({ unitId }) => nameOf(unitId) },
        { title: t(beforePage.from), cell: ({ from }) => from ?? '–' },
        { title: t(beforePage.to), cell: ({ to }) => to },
        { title: t(beforePage.reason), cell: ({ reason }) => <span class="words">{reason}</span> },
      ]}
    />
  );
}

/** How many have which grade, before and after calibration. */
export function ComputedDistribution({
  reader,
  before: { distribution },
}: {
  readonly reader: Reader;
  readonly before: ShownBefore;
}): VNode | null {
  const { t } = reader;
  const { mode, grades } = distribution;
  return (
    <>
      <Table
        caption={t(contentFields.distribution)}
        rows={grades}
        keyOf={({ grade }) => grade}
        empty={t(contentFields.blocked)}
        columns={[
          { title: t(contentFields.grade), cell: ({ grade }) => grade },
          ...(mode === null
            ? []
            : [
                {
                  title: t(mode === 'quota' ? beforePage.quota : contentFields.wanted),
                  number: true,
                  cell: ({ wanted }: (typeof grades)[number]) => wanted ?? '–',
                },
              ]),
          { title: t(contentFields.found), number: true, cell: ({ before }) => before },
          { title: t(contentFields.afterChanges), number: true, cell: ({ after }) => after },
        ]}
      />
      {mode !== null && (
        <p class="hint">{t(mode === 'quota' ? beforePage.quotaHint : contentFields.distributionHint)}</p>
      )}
    </>
  );
}
