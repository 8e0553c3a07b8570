import type { VNode } from 'preact';
import { exact, hundred, showNumber, sum } from '../../../../domain/numbers.js';
import { contentFields, frame, moneyPages, stepPage } from '../../../../messages/pages.js';
import { Hidden, TextArea } from '../../components/fields.js';
import { Badge, Message } from '../../components/marks.js';
import { type Column, Table } from '../../components/table.js';
import { links } from '../../links.js';
import type { Reader } from '../../reader.js';
import { textAt } from '../form-data.js';
import type { FormFacts, ProposalLine, ShownProposal } from '../form-facts.js';
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
  const standing = comparison(reader, proposal);
  const blank = basis.map(() => '');
  return (
    <>
      <p>{t(proposal.kind === 'bonus' ? contentFields.bonusHow : contentFields.budgetHow)}</p>
      {proposal.correction !== null && <p>{t(moneyPages.correctionHow)}</p>}
      <MoneyFindings reader={reader} proposal={proposal} />
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
          {
            title: t(proposal.correction === null ? contentFields.amount : moneyPages.wouldBe),
            number: true,
            cell: (line) => reader.amount(line.amountMinor),
          },
          ...standing.columns,
        ]}
        foot={[t(contentFields.sum), ...blank, reader.amount(sumMinor(proposal.lines)), ...standing.foot]}
      />
      <Sums reader={reader} proposal={proposal} />
      <p class="soft">
        {t(contentFields.digest)}: <code>{proposal.digest}</code>{' '}
        {proposal.posted && <Badge tone="good">{t(contentFields.posted)}</Badge>}
      </p>
    </>
  );
}

/** What stands on the books beside the proposal, and what posting it would change. */
function comparison(
  reader: Reader,
  { before, correction, lines }: ShownProposal,
): { readonly columns: readonly Column<ProposalLine>[]; readonly foot: readonly string[] } {
  if (before === null) return { columns: [], foot: [] };
  const stands = ({ unitId }: ProposalLine): string => before.balances.get(unitId) ?? '0';
  const change = (line: ProposalLine): string =>
    correction === null
      ? (BigInt(line.amountMinor) - BigInt(stands(line))).toString()
      : (correction.lines[line.unitId] ?? '0');
  const total = (of: (line: ProposalLine) => string): string =>
    reader.amount(lines.reduce((all, line) => all + BigInt(of(line)), 0n).toString());
  return {
    columns: [
      {
        title: reader.t(moneyPages.before(before.attempt)),
        number: true,
        cell: (line) => reader.amount(stands(line)),
      },
      { title: reader.t(moneyPages.difference), number: true, cell: (line) => reader.amount(change(line)) },
    ],
    foot: [total(stands), total(change)],
  };
}

/** What the lines do not show: reserve, scaling, and who decides the own lines. */
function Sums({ reader, proposal }: { readonly reader: Reader; readonly proposal: ShownProposal }): VNode {
  const { t } = reader;
  const { currency, reserveMinor, correction, rawMinor, totalMinor, ownDecidedBy } = proposal;
  const comma = reader.language === 'en' ? ', ' : '、';
  const own = proposal.lines.filter((line) => line.own).map((line) => reader.name(line.unit));
  return (
    <>
      {reserveMinor !== '0' && (
        <p>
          {t(contentFields.reserve)}: {currency} {reader.amount(reserveMinor)}
        </p>
      )}
      {correction !== null && (
        <p>
          {t(moneyPages.toReserve)}: {currency} {reader.amount(correction.reserveMinor)}
        </p>
      )}
      {rawMinor !== null && <p>{t(moneyPages.scaled(reader.amount(rawMinor), reader.amount(totalMinor)))}</p>}
      {own.length > 0 && ownDecidedBy.length > 0 && (
        <p>
          {t(moneyPages.ownDecidedBy(own.join(comma), ownDecidedBy.map((person) => reader.name(person)).join(comma)))}
        </p>
      )}
    </>
  );
}

/** Where the proposal goes beyond its bounds; it can stand with a reason. */
function MoneyFindings({
  reader,
  proposal,
}: {
  readonly reader: Reader;
  readonly proposal: ShownProposal;
}): VNode | null {
  if (proposal.findings.length === 0) return null;
  const { t } = reader;
  const nameOf = (id: string | undefined): string => {
    const line = proposal.lines.find((each) => each.unitId === id);
    return line === undefined ? (id ?? '') : reader.name(line.unit);
  };
  const sentence = ({ code, at = [] }: ShownProposal['findings'][number]): string => {
    switch (code) {
      case 'POOL_UNDISTRIBUTED':
        return t(moneyPages.undistributed);
      case 'BUDGET_BELOW_FLOOR':
        return t(moneyPages.belowFloor(nameOf(at[0])));
      case 'BUDGET_ABOVE_CEILING':
        return t(moneyPages.aboveCeiling(nameOf(at[0])));
    }
  };
  return (
    <Message tone="warn">
      <strong>{t(moneyPages.findings)}</strong>
      <ul>
        {proposal.findings.map((finding) => (
          <li key={`${finding.code} ${finding.at?.join(' ') ?? ''}`}>{sentence(finding)}</li>
        ))}
      </ul>
      {t(moneyPages.needsReason)}
    </Message>
  );
}

/** Another pool, envelope or coefficients, on a page of its own: nothing of it is stored. */
function TryLink({ reader, facts }: { readonly reader: Reader; readonly facts: FormFacts }): VNode | null {
  if (facts.proposal === null) return null;
  return (
    <p>
      <a href={links.tryMoney(facts.cycleId, facts.proposal.kind)}>{reader.t(moneyPages.tryLink)}</a>
      {' · '}
      <a href={links.ledger(facts.cycleId)}>{reader.t(moneyPages.ledger)}</a>
    </p>
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
        <TryLink reader={reader} facts={facts} />
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
        <>
          <ShownMoney reader={reader} proposal={facts.proposal} />
          <TryLink reader={reader} facts={facts} />
        </>
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
