import type { VNode } from 'preact';
import type { BoardEntry } from '../../../db/strategy-board.js';
import { unusedCode } from '../../../domain/rules/index.js';
import { findingSentence, frame, libraryPages, strategyTree } from '../../../messages/pages.js';
import { Badge, Section } from '../components/marks.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';

export interface BoardView {
  readonly cycleId: string;
  readonly entries: readonly BoardEntry[];
  readonly unitName: (id: string) => Named;
}

const quarters = ['strength', 'weakness', 'opportunity', 'threat'] as const;

/** Four quarters: each entry with the goals that use it; a key entry that none uses says so. */
export function SwotPage({ reader, view }: { readonly reader: Reader; readonly view: BoardView }): VNode {
  const { t } = reader;
  return (
    <>
      <p>
        <a href={links.cycle(view.cycleId)}>{t(frame.back)}</a> ·{' '}
        <a href={links.strategyTree(view.cycleId)}>{t(strategyTree.tree)}</a>
      </p>
      <p class="soft">{t(strategyTree.boardLead)}</p>
      <div class="board">
        {quarters.map((kind) => (
          <Section key={kind} title={t(libraryPages[kind])} id={kind}>
            <ul class="plain">
              {view.entries
                .filter((entry) => entry.kind === kind)
                .map((entry) => (
                  <li key={entry.id}>
                    <Entry reader={reader} view={view} entry={entry} />
                  </li>
                ))}
            </ul>
            {!view.entries.some((entry) => entry.kind === kind) && <p class="empty">{t(frame.nothing)}</p>}
          </Section>
        ))}
      </div>
    </>
  );
}

function Entry({
  reader,
  view,
  entry,
}: {
  readonly reader: Reader;
  readonly view: BoardView;
  readonly entry: BoardEntry;
}): VNode {
  const { t } = reader;
  const { id, key, used, count, goals } = entry;
  return (
    <>
      <strong>{id}</strong> {reader.name({ nameZh: entry.titleZh, nameEn: entry.titleEn })}{' '}
      {key && <Badge tone="warn">{t(libraryPages.key)}</Badge>}
      {key && !used && (
        <p>
          <Badge tone="bad">{t(strategyTree.notUsed)}</Badge> {t(findingSentence(unusedCode(entry.kind), {}))}
        </p>
      )}
      {!key && !used && <p class="soft">{t(strategyTree.notUsed)}</p>}
      {count > 0 && (
        <details open={count <= 5}>
          <summary>{t(strategyTree.usedBy(count))}</summary>
          <ul>
            {goals.map((goal) => (
              <li key={goal.id}>
                <a href={links.strategyGoal(view.cycleId, goal.id)}>{goal.title === '' ? goal.id : goal.title}</a>{' '}
                <span class="soft">{reader.name(view.unitName(goal.unitId))}</span>
              </li>
            ))}
          </ul>
          {count > goals.length && <p class="soft">{t(strategyTree.more(count - goals.length))}</p>}
        </details>
      )}
    </>
  );
}
