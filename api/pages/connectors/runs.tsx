import type { VNode } from 'preact';
import type { AttemptRow, RunRow } from '../../../db/connector-runs.js';
import { connectorCodes, type RowProblem } from '../../../domain/values/index.js';
import { connectorTexts } from '../../../messages/connectors.js';
import { connectorsPage, valuesPage } from '../../../messages/pages.js';
import { problemSentence } from '../../../messages/problems.js';
import { Badge } from '../components/marks.js';
import { Table } from '../components/table.js';
import type { Reader } from '../reader.js';

/** How a reading stands, by its last attempt. */
export function RunOutcome({ reader, run }: { readonly reader: Reader; readonly run: RunRow }): VNode {
  const { t } = reader;
  const last = run.attempts.at(-1);
  if (last === undefined) return <Badge tone="calm">{t(connectorsPage.waiting)}</Badge>;
  if (last.code === null) {
    return <Badge tone="good">{t(connectorsPage.taken(last.written, last.unchanged))}</Badge>;
  }
  return (
    <span>
      <Badge tone="bad">
        {run.nextTryAt === null ? t(connectorsPage.givenUp) : t(connectorsPage.retry(reader.time(run.nextTryAt)))}
      </Badge>{' '}
      <code>{last.code}</code>
    </span>
  );
}

export function Runs({ reader, runs }: { readonly reader: Reader; readonly runs: readonly RunRow[] }): VNode {
  const { t } = reader;
  return (
    <Table
      caption={t(connectorsPage.runs)}
      hideCaption
      rows={runs}
      keyOf={(run) => run.id}
      empty={t(connectorsPage.noRuns)}
      columns={[
        { title: t(connectorsPage.slot), cell: (run) => run.slot },
        { title: t(connectorsPage.asked), cell: (run) => run.on },
        { title: t(connectorsPage.book), cell: (run) => (run.book === 'real' ? t(connectorsPage.real) : run.book) },
        { title: t(valuesPage.version), number: true, cell: (run) => String(run.version) },
        {
          title: t(connectorsPage.outcome),
          cell: (run) => (
            <div>
              <RunOutcome reader={reader} run={run} />
              {run.attempts.some((attempt) => attempt.code !== null) && <Attempts reader={reader} run={run} />}
            </div>
          ),
        },
      ]}
    />
  );
}

const Attempts = ({ reader, run }: { readonly reader: Reader; readonly run: RunRow }): VNode => (
  <ol class="plain">
    {run.attempts.map((attempt: AttemptRow) => (
      <li key={attempt.attempt}>
        {reader.t(connectorsPage.attempt(attempt.attempt))} · {reader.time(attempt.at)}{' '}
        {attempt.code === null ? (
          reader.t(connectorsPage.taken(attempt.written, attempt.unchanged))
        ) : (
          <Failure reader={reader} {...attempt} code={attempt.code} />
        )}
      </li>
    ))}
  </ol>
);

/** Why a reading failed, in words, with what is wrong row by row. */
export function Failure({
  reader,
  code,
  detail,
  problems,
}: {
  readonly reader: Reader;
  readonly code: string;
  readonly detail: string | null;
  readonly problems: readonly RowProblem[];
}): VNode {
  const known = connectorCodes.find((each) => each === code);
  return (
    <span>
      {known === undefined ? code : reader.t(connectorTexts[known])}{' '}
      {detail !== null && <span class="soft">{detail}</span>}
      {problems.length > 0 && (
        <ul>
          {problems.slice(0, 10).map((problem) => (
            <li key={`${problem.row} ${problem.column}`}>
              {reader.t(valuesPage.rowProblem(String(problem.row), problem.column))}:{' '}
              {problemSentence(reader.language, problem)}
            </li>
          ))}
        </ul>
      )}
    </span>
  );
}
