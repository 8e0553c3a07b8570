import type { VNode } from 'preact';
import { exact, hundred, showNumber, sum } from '../../../../domain/numbers.js';
import { contentFields, frame, stepPage } from '../../../../messages/pages.js';
import { Hidden, TextArea } from '../../components/fields.js';
import { Badge } from '../../components/marks.js';
import { type Column, Table } from '../../components/table.js';
import type { Reader } from '../../reader.js';
import { textAt } from '../form-data.js';
import type { ProposalLine, ShownProposal } from '../form-facts.js';
import type { StepForm } from '../form.js';

/** Percent of two exact numbers, two places. */
function percent(part: string, whole: string): string {
  const total = exact(whole);
  return total.equals(0) ? '–' : `${showNumber(exact(part).mul(hundred).div(total), 2)} %`;
}

const sumMinor = (lines: readonly ProposalLine[]): string =>
  lines.reduce((all, line) => all + BigInt(line.amountMinor), 0n).toString();

/** Every line with what it was computed from; the whole pool, so that anybody can recompute it. */
export function ShownMoney({ reader, proposal }: { readonly reader: Reader; readonly proposal: ShownProposal }): VNode {
  const { t } = reader;
  const weight = (line: ProposalLine): string =>
    exact(line.coefficient ?? '0')
      .mul(exact(line.base ?? '1'))
      .toFraction();
  const weights = sum(
    proposal.lines.map((line) => exact(line.coefficient ?? '0').mul(exact(line.base ?? '1'))),
  ).toFraction();
  const basis: readonly Column<ProposalLine>[] =
    proposal.kind === 'bonus'
      ? [
          { title: t(contentFields.base), number: true, cell: (line) => line.base ?? '' },
          { title: t(contentFields.coefficient), number: true, cell: (line) => line.coefficient ?? '' },
          { title: t(contentFields.share), number: true, cell: (line) => percent(weight(line), weights) },
        ]
      : [
          {
            title: t(contentFields.base),
            number: true,
            cell: (line) => (line.baseMinor === null ? '' : reader.amount(line.baseMinor)),
          },
          {
            title: t(contentFields.score),
            number: true,
            cell: (line) => (line.score === null ? '' : reader.score(line.score)),
          },
          {
            title: t(contentFields.change),
            number: true,
            cell: (line) =>
              line.baseMinor === null
                ? ''
                : percent((BigInt(line.amountMinor) - BigInt(line.baseMinor)).toString(), line.baseMinor),
          },
        ];
  return (
    <>
      <p>{t(proposal.kind === 'bonus' ? contentFields.bonusHow : contentFields.budgetHow)}</p>
      <Table
        caption={`${t(proposal.kind === 'bonus' ? contentFields.pool : contentFields.envelope)}: ${proposal.currency} ${reader.amount(proposal.totalMinor)}`}
        rows={proposal.lines}
        keyOf={(line) => line.unitId}
        empty={t(contentFields.noProposal)}
        columns={[
          {
            title: t(frame.unit),
            cell: (line) => (
              <span>
                {reader.name(line.unit)} {line.own && <Badge>{t(contentFields.ownLine)}</Badge>}
              </span>
            ),
          },
          ...basis,
          { title: t(contentFields.amount), number: true, cell: (line) => reader.amount(line.amountMinor) },
        ]}
        foot={[t(contentFields.sum), '', '', '', reader.amount(sumMinor(proposal.lines))]}
      />
      {proposal.reserveMinor !== '0' && (
        <p>
          {t(contentFields.reserve)}: {proposal.currency} {reader.amount(proposal.reserveMinor)}
        </p>
      )}
      <p class="soft">
        {t(contentFields.digest)}: <code>{proposal.digest}</code>{' '}
        {proposal.posted && <Badge tone="good">{t(contentFields.posted)}</Badge>}
      </p>
    </>
  );
}

/** Nothing is typed but a note: what is submitted is exactly the proposal that is shown, by its digest. */
export const moneyForm: StepForm = {
  contentOf: (form) => ({ proposalDigest: textAt(form, 'proposalDigest'), note: textAt(form, 'note') }),
  Fields: ({ reader, facts, content, problems }) => {
    const { t } = reader;
    if (facts.proposal === null) return <p class="empty">{t(contentFields.noProposal)}</p>;
    return (
      <>
        <p>{t(stepPage.proposedBySystem)}</p>
        <ShownMoney reader={reader} proposal={facts.proposal} />
        <Hidden name="proposalDigest" value={facts.proposal.digest} />
        <TextArea
          name="note"
          label={t(contentFields.note)}
          value={textAt(content, 'note')}
          problems={problems.fields.get('note')}
        />
      </>
    );
  },
  Shown: ({ reader, facts, content }) => (
    <>
      {facts.proposal !== null && facts.proposal.digest === textAt(content, 'proposalDigest') ? (
        <ShownMoney reader={reader} proposal={facts.proposal} />
      ) : (
        <p>
          {reader.t(contentFields.digest)}: <code>{textAt(content, 'proposalDigest')}</code>
        </p>
      )}
      <p class="words">{textAt(content, 'note')}</p>
    </>
  ),
  places: ({ reader }) => [{ value: '/note', text: reader.t(contentFields.note) }],
};
