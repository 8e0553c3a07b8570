import type { VNode } from 'preact';
import type { InForceVersion } from '../../../db/versions.js';
import type { Goal, PlanComparison, Task, VersionComparison } from '../../../domain/rules/index.js';
import { goalFields, taskFields, versionsPage } from '../../../messages/pages.js';
import { Select } from '../components/fields.js';
import { Badge, Section } from '../components/marks.js';
import { Table } from '../components/table.js';
import { stepName } from '../../../messages/steps.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { fieldTitle, textOf } from '../steps/field-title.js';
import type { FormFacts } from '../steps/form-facts.js';
import { ShownGoals } from '../steps/kinds/goals-shown.js';
import { ShownTasks } from '../steps/kinds/plan-shown.js';

/** The versions of goals or plan, with two of them compared. */
export type Versioned =
  | {
      readonly part: 'goals';
      readonly versions: readonly InForceVersion<Goal>[];
      readonly compared: VersionComparison<Goal> | null;
    }
  | {
      readonly part: 'plan';
      readonly versions: readonly InForceVersion<Task>[];
      readonly compared: PlanComparison | null;
    };

export interface VersionsProps {
  readonly reader: Reader;
  readonly cycle: { readonly id: string; readonly title: string };
  readonly unit: { readonly id: string; readonly nameZh: string; readonly nameEn: string };
  readonly facts: FormFacts;
  readonly of: Versioned;
  readonly chosen: { readonly from: number; readonly to: number } | null;
  readonly costs: boolean;
}

export function VersionsPage(props: VersionsProps): VNode {
  const { reader, cycle, unit, of, chosen } = props;
  const { t } = reader;
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(cycle.id)}>{cycle.title}</a>
        {' › '}
        <a href={links.unit(cycle.id, unit.id)}>{reader.name(unit)}</a>
      </p>
      <p class="lead">{t(versionsPage.lead)}</p>
      <Section title={t(of.part === 'goals' ? versionsPage.ofGoals : versionsPage.ofPlan)}>
        <List {...props} />
      </Section>
      {of.versions.length > 1 && (
        <Section title={t(versionsPage.compare)} id="compare">
          <ChooseForm {...props} />
          {chosen !== null && of.compared !== null && (
            <>
              <h3>{t(versionsPage.comparing(chosen.from, chosen.to))}</h3>
              <Compared {...props} />
            </>
          )}
        </Section>
      )}
    </>
  );
}

function List({ reader, cycle, unit, facts, of, costs }: VersionsProps): VNode {
  const { t } = reader;
  return (
    <Table<InForceVersion<Goal | Task>>
      caption={t(versionsPage.number)}
      hideCaption
      rows={of.versions.toReversed()}
      keyOf={(version) => String(version.number)}
      empty={t(versionsPage.none)}
      columns={[
        { title: t(versionsPage.number), cell: (version) => String(version.number) },
        { title: t(versionsPage.from), cell: (version) => reader.day(version.validFrom) },
        {
          title: t(versionsPage.until),
          cell: (version) =>
            version.validTo === null ? <Badge tone="good">{t(versionsPage.now)}</Badge> : reader.day(version.validTo),
        },
        {
          title: t(versionsPage.by),
          cell: ({ by }) =>
            by === null ? (
              t(versionsPage.ended)
            ) : (
              <span>
                {reader.name(by)} (
                <a href={links.step(cycle.id, unit.id, by.stepId)}>
                  {t(stepName({ kind: by.kind, stepId: by.stepId, other: null }))}
                </a>
                )
              </span>
            ),
        },
        {
          title: t(versionsPage.content),
          cell: ({ rows }) => (
            <details>
              <summary>{String(rows.length)}</summary>
              {of.part === 'goals' ? (
                <ShownGoals reader={reader} facts={facts} content={{ goals: rows }} />
              ) : (
                <ShownTasks reader={reader} facts={facts} content={{ tasks: rows }} costs={costs} />
              )}
            </details>
          ),
        },
      ]}
    />
  );
}

function ChooseForm({ reader, cycle, unit, of, chosen }: VersionsProps): VNode {
  const { t } = reader;
  const options = of.versions.map(({ number, validFrom }) => ({
    value: String(number),
    text: t(versionsPage.versionOf(number, reader.day(validFrom))),
  }));
  const choose = (name: 'from' | 'to', label: string): VNode => (
    <Select name={name} label={label} value={String(chosen?.[name] ?? '')} options={options} />
  );
  return (
    <form method="get" action={links.versions(cycle.id, unit.id, of.part)}>
      <div class="row">
        {choose('from', t(versionsPage.earlier))}
        {choose('to', t(versionsPage.later))}
      </div>
      <div class="actions">
        <button>{t(versionsPage.compare)}</button>
      </div>
    </form>
  );
}

/** Added, removed, moved, changed: the same table for goals and tasks. */
export function Compared({ reader, of }: Pick<VersionsProps, 'reader' | 'of'>): VNode {
  const { t } = reader;
  const { compared } = of;
  if (compared === null) return <p class="empty">{t(versionsPage.none)}</p>;
  const names = of.part === 'goals' ? goalFields : taskFields;
  const moved = of.part === 'plan' ? (of.compared?.moved ?? []) : [];
  const rows: readonly (readonly [what: string, title: string, said: string])[] = [
    ...compared.added.map(({ title }) => [t(versionsPage.added), title, ''] as const),
    ...compared.removed.map(({ title }) => [t(versionsPage.removed), title, ''] as const),
    ...moved.map(({ id, startBy, endBy }) => {
      const title = compared.changed.find((row) => row.id === id)?.after.title ?? id;
      return [
        t(versionsPage.moved),
        title,
        t(versionsPage.movedBy(days(reader, startBy), days(reader, endBy))),
      ] as const;
    }),
    ...compared.changed.flatMap(({ after, fields }) =>
      fields.map(
        ({ field, before: was, after: is }) =>
          [
            t(versionsPage.changed),
            after.title,
            `${fieldTitle(reader, names, field)}: ${textOf(was)} → ${textOf(is)}`,
          ] as const,
      ),
    ),
  ];
  return (
    <>
      <Table
        caption={t(versionsPage.compare)}
        hideCaption
        rows={rows}
        keyOf={(row) => row.join(' ')}
        empty={t(versionsPage.nothing)}
        columns={[
          { title: t(versionsPage.changed), cell: ([what]) => <Badge>{what}</Badge> },
          { title: t(versionsPage.field), cell: ([, title]) => title },
          { title: t(versionsPage.content), cell: ([, , said]) => said },
        ]}
      />
      <p class="hint">{t(versionsPage.unchanged(compared.unchanged.length))}</p>
    </>
  );
}

function days({ t }: Reader, by: number | null): string {
  return by === null ? '–' : by === 0 ? t(versionsPage.same) : t(versionsPage.days(by));
}
