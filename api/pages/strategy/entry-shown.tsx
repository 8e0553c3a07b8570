import type { ComponentChildren, VNode } from 'preact';
import type { EntryVersion } from '../../../db/strategy-versions.js';
import type { KindOfContent, StrategyUse } from '../../../domain/strategy.js';
import { cadenceNames, frame, goalFields, libraryPages, strategyPages } from '../../../messages/pages.js';
import { Badge } from '../components/marks.js';
import { Facts } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';

export interface NamesInUse {
  readonly unit: (id: string) => Named;
  readonly person: (id: string) => Named;
}

/** The title of an entry; of who rates whom, the unit that is rated. */
export function entryTitle(reader: Reader, entry: KindOfContent & { readonly id: string }, names: NamesInUse): string {
  if (entry.kind === 'cooperation') return reader.name(names.unit(entry.id));
  const { title } = entry.content;
  return title[reader.language];
}

/** What an entry says beside its title. */
export function EntryContent({
  reader,
  entry,
  names,
}: {
  readonly reader: Reader;
  readonly entry: KindOfContent;
  readonly names: NamesInUse;
}): VNode {
  return <Facts of={factsOf(reader, entry, names)} />;
}

type Pairs = readonly (readonly [string, ComponentChildren])[];

function factsOf(reader: Reader, entry: KindOfContent, names: NamesInUse): Pairs {
  const { t } = reader;
  const unit = (id: string): string => `${reader.name(names.unit(id))} (${id})`;
  const titles = ({ 'zh-CN': zh, en }: { readonly 'zh-CN': string; readonly en: string }): Pairs => [
    [t(strategyPages.titleZh), zh],
    [t(strategyPages.titleEn), en],
  ];
  switch (entry.kind) {
    case 'objectives':
      return titles(entry.content.title);
    case 'swot': {
      const { title, kind, key } = entry.content;
      return [
        ...titles(title),
        [t(strategyPages.kind), t(libraryPages[kind])],
        [t(libraryPages.key), t(key ? frame.yes : frame.no)],
      ];
    }
    case 'metrics': {
      const { content } = entry;
      return [
        ...titles(content.title),
        [t(strategyPages.owner), unit(content.unit)],
        [t(libraryPages.measuredIn), content.measuredIn ?? '–'],
        [t(libraryPages.better), t(goalFields[content.better])],
        [t(libraryPages.source), t(libraryPages[content.source])],
        [t(strategyPages.accrual), t(strategyPages[content.accrual])],
        [
          t(strategyPages.cadence),
          t(content.cadence === undefined ? strategyPages.cadenceUnknown : cadenceNames[content.cadence]),
        ],
        [t(libraryPages.tension), content.tension.join(', ') || '–'],
        [t(libraryPages.history), content.history.join(' → ') || '–'],
      ];
    }
    case 'cooperation':
      return [[t(libraryPages.raters), entry.content.raters.map(unit).join(', ')]];
  }
}

const usedBy = {
  goal: strategyPages.byGoal,
  metric: strategyPages.byMetric,
  value: strategyPages.byValue,
  template: strategyPages.byTemplate,
  record: strategyPages.byRecord,
} as const;

export function Uses({ reader, uses }: { readonly reader: Reader; readonly uses: readonly StrategyUse[] }): VNode {
  const { t } = reader;
  if (uses.length === 0) return <p class="empty">{t(strategyPages.unused)}</p>;
  return (
    <ul>
      {uses.map(({ by, id, cycleId }) => (
        <li key={`${by} ${cycleId ?? ''} ${id}`}>
          {t(usedBy[by])}{' '}
          {by === 'goal' && cycleId !== null ? (
            <>
              <a href={links.strategyGoal(cycleId, id)}>{id}</a> <span class="soft">{cycleId}</span>
            </>
          ) : (
            <code>{id}</code>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Newest first: what it was, who made it so, when and why. */
export function Versions({
  reader,
  versions,
  names,
}: {
  readonly reader: Reader;
  readonly versions: readonly EntryVersion[];
  readonly names: NamesInUse;
}): VNode {
  const { t } = reader;
  const ways = { before: strategyPages.before, import: strategyPages.imported, edit: null };
  return (
    <ul class="plain">
      {versions.map((version) => {
        const way = ways[version.way];
        return (
          <li key={`${version.book} ${String(version.version)}`}>
            <strong>
              {t(strategyPages.version)} {version.version}
            </strong>{' '}
            {version.book !== 'real' && <Badge>{t(strategyPages.own)}</Badge>}{' '}
            {version.entry === null && <Badge tone="bad">{t(strategyPages.takenOut)}</Badge>}{' '}
            <span class="soft">
              {reader.time(version.at)} ·{' '}
              {version.by === null ? t(frame.system) : reader.name(names.person(version.by))}
              {way === null ? '' : ` · ${t(way)}`}
            </span>
            {version.reason !== null && <blockquote>{version.reason}</blockquote>}
            {version.entry !== null && (
              <details>
                <summary>{t(strategyPages.content)}</summary>
                <EntryContent reader={reader} entry={version.entry} names={names} />
              </details>
            )}
          </li>
        );
      })}
    </ul>
  );
}
