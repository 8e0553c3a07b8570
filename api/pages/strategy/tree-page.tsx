import type { ComponentChildren, VNode } from 'preact';
import { findingsPage, frame, stepPage, strategyTree } from '../../../messages/pages.js';
import { Badge, Section, type Tone } from '../components/marks.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { BranchView, ShownFinding, ShownGoal, ShownObjective, TreeView, UnitGroup } from './tree-load.js';

interface Props {
  readonly reader: Reader;
  readonly view: TreeView;
}

/** The objectives of a cycle with the goals under them, down the units; or one branch of it. */
export function TreePage({ reader, view }: Props): VNode {
  const { t } = reader;
  const checked =
    view.checkedAt === null ? strategyTree.notChecked : strategyTree.checkedAt(reader.time(view.checkedAt));
  return (
    <>
      <p>
        <a href={links.cycle(view.cycleId)}>{t(frame.back)}</a> ·{' '}
        {view.branch !== null && (
          <>
            <a href={links.strategyTree(view.cycleId)}>{t(strategyTree.tree)}</a> ·{' '}
          </>
        )}
        <a href={links.swotBoard(view.cycleId)}>{t(strategyTree.board)}</a> ·{' '}
        <a href={links.strategyOf(view.rehearsal ? view.cycleId : null)}>{t(strategyTree.strategyHere)}</a>
      </p>
      <p class="soft">
        {t(strategyTree.lead)} {!view.wholeSight && t(strategyTree.line)}
      </p>
      <p class="soft">
        {t(checked)} {t(strategyTree.live)}
      </p>
      {view.branch === null ? (
        <Overview reader={reader} view={view} />
      ) : (
        <Branch reader={reader} view={view} branch={view.branch} />
      )}
    </>
  );
}

function Overview({ reader, view }: Props): VNode {
  const { t } = reader;
  return (
    <>
      {view.objectives.length === 0 && <p class="empty">{t(strategyTree.noObjectives)}</p>}
      {view.objectives.map((objective) => (
        <Objective key={objective.id} reader={reader} view={view} objective={objective} />
      ))}
      {view.loose.count > 0 && (
        <Section title={t(strategyTree.loose)} id="loose">
          <p>{t(strategyTree.looseLead(view.loose.shown, view.loose.count))}</p>
          <Groups reader={reader} view={view} groups={view.loose.groups} />
        </Section>
      )}
    </>
  );
}

function Objective({ reader, view, objective }: Props & { readonly objective: ShownObjective }): VNode {
  const { t } = reader;
  const { id, coverage, groups } = objective;
  const here = groups.reduce((sum, { goals }) => sum + goals.length, 0);
  return (
    <Section title={`${id} ${reader.name(objective)}`} id={`o-${id}`}>
      <p>
        {coverage.goals === 0 ? (
          <Badge tone="bad">{t(strategyTree.uncovered)}</Badge>
        ) : (
          <>
            {t(
              view.wholeSight
                ? strategyTree.coverage(coverage.goals, coverage.units, view.units)
                : strategyTree.inLine(coverage.goals),
            )}{' '}
            <span class="soft">({t(strategyTree.direct(coverage.direct))})</span>
          </>
        )}
      </p>
      <Findings reader={reader} findings={objective.findings} />
      <Groups reader={reader} view={view} groups={groups} />
      {coverage.direct > here && (
        <p>
          <a href={links.strategyGoal(view.cycleId, id)}>{t(strategyTree.all(coverage.direct))}</a>
        </p>
      )}
    </Section>
  );
}

/** By unit, so that a unit with many goals is one line until it is opened. */
function Groups({ reader, view, groups }: Props & { readonly groups: readonly UnitGroup[] }): VNode {
  return (
    <>
      {groups.map((group) => (
        <details key={group.unit.id} open={groups.length <= 10}>
          <summary>
            {reader.name(group.unit)} ({group.goals.length})
          </summary>
          <Findings reader={reader} findings={group.findings} />
          <Goals reader={reader} view={view} goals={group.goals} />
        </details>
      ))}
    </>
  );
}

function Goals({ reader, view, goals }: Props & { readonly goals: readonly ShownGoal[] }): VNode {
  return (
    <ul>
      {goals.map((goal) => (
        <li key={goal.id}>
          <Goal reader={reader} view={view} goal={goal} />
        </li>
      ))}
    </ul>
  );
}

function Goal({ reader, view, goal }: Props & { readonly goal: ShownGoal }): VNode {
  const { t } = reader;
  return (
    <>
      <a href={links.strategyGoal(view.cycleId, goal.id)}>{goal.title === '' ? goal.id : goal.title}</a>{' '}
      {goal.weight !== null && <span class="soft">{goal.weight}%</span>}
      <Findings reader={reader} findings={goal.findings} />
      {goal.goals.length > 0 && (
        <details>
          <summary>{t(strategyTree.below(goal.below))}</summary>
          <Goals reader={reader} view={view} goals={goal.goals} />
          {goal.below > goal.goals.length && (
            <p>
              <a href={links.strategyGoal(view.cycleId, goal.id)}>{t(strategyTree.all(goal.below))}</a>
            </p>
          )}
        </details>
      )}
      {goal.goals.length === 0 && goal.below > 0 && (
        <>
          {' '}
          <span class="soft">{t(strategyTree.below(goal.below))}</span>
        </>
      )}
    </>
  );
}

function Branch({ reader, view, branch }: Props & { readonly branch: BranchView }): VNode {
  const { t } = reader;
  const self = branch.way.at(-1);
  const above = branch.way.slice(0, -1);
  const next =
    branch.next === null || self === undefined
      ? null
      : `${links.strategyGoal(view.cycleId, self.id)}&after=${encodeURIComponent(branch.next)}`;
  return (
    <>
      <Section title={self === undefined ? '–' : `${self.title}`}>
        {self?.unit != null && <p>{reader.name(self.unit)}</p>}
        <Findings reader={reader} findings={branch.findings} />
        {above.length > 0 && (
          <>
            <h3>{t(strategyTree.serves)}</h3>
            <ol>
              {above.map(({ id, title, unit }) => (
                <li key={id}>
                  <a href={links.strategyGoal(view.cycleId, id)}>{title}</a>{' '}
                  {unit !== null && <span class="soft">{reader.name(unit)}</span>}
                </li>
              ))}
            </ol>
          </>
        )}
      </Section>
      <Section title={t(strategyTree.servedBy)}>
        {branch.groups.length === 0 && <p class="empty">{t(strategyTree.nothingBelow)}</p>}
        <Groups reader={reader} view={view} groups={branch.groups} />
        {next !== null && (
          <p>
            <a href={next}>{t(frame.showMore)}</a>
          </p>
        )}
      </Section>
    </>
  );
}

const tones: Readonly<Record<ShownFinding['severity'], Tone>> = { error: 'bad', warning: 'warn', advice: 'calm' };

export function Findings({
  reader,
  findings,
}: {
  readonly reader: Reader;
  readonly findings: readonly ShownFinding[];
}): VNode | null {
  const { t } = reader;
  const marks = { error: stepPage.error, warning: stepPage.warning, advice: stepPage.advice };
  const settled = (state: ShownFinding['state']): ComponentChildren =>
    state === 'settled' || state === 'answered' ? <span class="soft"> {t(findingsPage[state])}</span> : null;
  if (findings.length === 0) return null;
  return (
    <ul class="plain findings">
      {findings.map(({ key, severity, state, sentence }) => (
        <li key={key}>
          <Badge tone={tones[severity]}>{t(marks[severity])}</Badge> {sentence}
          {settled(state)}
        </li>
      ))}
    </ul>
  );
}
