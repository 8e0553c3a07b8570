import type { VNode } from 'preact';
import { contentFields, frame, moneyPages } from '../../../../messages/pages.js';
import { kindNames } from '../../../../messages/steps.js';
import { TextArea } from '../../components/fields.js';
import { Message } from '../../components/marks.js';
import { Table } from '../../components/table.js';
import { links } from '../../links.js';
import type { Reader } from '../../reader.js';
import { textAt } from '../form-data.js';
import type { FormFacts, ShownRelease } from '../form-facts.js';
import type { StepForm } from '../form.js';

interface Props {
  readonly reader: Reader;
  readonly facts: FormFacts;
}

/** The posted sums, and whether anything still stands in the way. */
function Released({ reader, facts }: Props): VNode | null {
  const { release } = facts;
  if (release === null) return null;
  const { t } = reader;
  return (
    <>
      <Table
        caption={t(moneyPages.released)}
        rows={release.posted}
        keyOf={(row) => row.kind}
        empty={t(moneyPages.noEntries)}
        columns={[
          { title: t(contentFields.proposal), cell: (row) => t(kindNames[row.kind]) },
          { title: t(moneyPages.lines), number: true, cell: (row) => reader.amount(row.linesMinor) },
          { title: t(moneyPages.reserve), number: true, cell: (row) => reader.amount(row.reserveMinor) },
          {
            title: t(contentFields.sum),
            number: true,
            cell: (row) => `${release.currency} ${reader.amount(row.standsMinor)}`,
          },
        ]}
      />
      <Windows reader={reader} release={release} />
      <p>{t(moneyPages.onceReleased)}</p>
      <p>
        <a href={links.ledger(facts.cycleId)}>{t(moneyPages.ledger)}</a>
        {' · '}
        <a href={links.payroll(facts.cycleId)}>{t(moneyPages.payroll)}</a>
      </p>
    </>
  );
}

function Windows({ reader, release }: { readonly reader: Reader; readonly release: ShownRelease }): VNode {
  const { t } = reader;
  if (release.windows.length > 0) {
    return (
      <Message tone="warn">
        {t(moneyPages.stillOpen)}
        <ul>
          {release.windows.map((window) => (
            <li key={`${window.unitId} ${window.stepId}`}>
              {reader.name(window.unit)} · {t(kindNames[window.kind])} ·{' '}
              {t(moneyPages.until(reader.lastDay(window.until)))}
            </li>
          ))}
        </ul>
      </Message>
    );
  }
  if (release.unposted.length > 0) {
    return (
      <Message tone="warn">
        {t(moneyPages.unposted)} {release.unposted.map((kind) => t(kindNames[kind])).join(', ')}
      </Message>
    );
  }
  if (release.recalculating) return <Message tone="warn">{t(moneyPages.recalculating)}</Message>;
  return (
    <p>
      {release.lastWindow === null
        ? t(moneyPages.noWindows)
        : t(moneyPages.windowsOver(reader.lastDay(release.lastWindow)))}
    </p>
  );
}

/** Nothing is typed but a note: what is released is what stands on the books. */
export const releaseForm: StepForm = {
  contentOf: (form) => ({ note: textAt(form, 'note') }),
  Fields: ({ reader, facts, content, problems }) => (
    <>
      <Released reader={reader} facts={facts} />
      <TextArea
        name="note"
        label={`${reader.t(contentFields.note)} (${reader.t(frame.optional)})`}
        value={textAt(content, 'note')}
        problems={problems.fields.get('note')}
      />
    </>
  ),
  Shown: ({ reader, facts, content }) => (
    <>
      <Released reader={reader} facts={facts} />
      <p class="words">{textAt(content, 'note')}</p>
    </>
  ),
  places: ({ reader }) => [{ value: '/note', text: reader.t(contentFields.note) }],
};
