import type { VNode } from 'preact';
import type { MoneyKind, MoneyTried } from '../../../domain/cycle/index.js';
import { frame, moneyPages } from '../../../messages/pages.js';
import { Input, TextArea } from '../components/fields.js';
import { Message } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';

/** One figure that can be tried: its name in the form, what stands, what was typed, what is wrong with it. */
export interface TriedField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** Several lines: the points of a curve. */
  readonly points: boolean;
  readonly value: string;
  readonly problems: readonly string[];
}

export interface TryView {
  readonly cycleId: string;
  readonly cycleTitle: string;
  readonly kind: MoneyKind;
  readonly fields: readonly TriedField[];
  readonly tried: MoneyTried | null;
  readonly units: ReadonlyMap<string, Named>;
}

interface Props {
  readonly reader: Reader;
  readonly view: TryView;
}

const named = (reader: Reader, { units }: TryView, id: string): string => {
  const found = units.get(id);
  return found === undefined ? id : reader.name(found);
};

/** A question, not an act: the form is a GET, and nothing of it is kept. */
export function TryPage({ reader, view }: Props): VNode {
  const { t } = reader;
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(view.cycleId)}>{view.cycleTitle}</a>
        {' › '}
        <a href={links.step(view.cycleId, null, view.kind)}>{t(moneyPages.proposed)}</a>
      </p>
      <p class="lead">{t(moneyPages.tryLead)}</p>
      <form method="get" action={links.tryMoney(view.cycleId, view.kind)} noValidate>
        <div class="row wide">
          {view.fields.map((field) =>
            field.points ? (
              <TextArea key={field.name} {...field} rows={4} />
            ) : (
              <Input key={field.name} {...field} inputMode="decimal" />
            ),
          )}
        </div>
        <div class="actions">
          <button class="main">{t(moneyPages.compute)}</button>
        </div>
      </form>
      {view.tried !== null && <Tried reader={reader} view={view} tried={view.tried} />}
    </>
  );
}

function Tried({ reader, view, tried }: Props & { readonly tried: MoneyTried }): VNode {
  const { t } = reader;
  const list = (ids: readonly string[]): string =>
    ids.map((id) => named(reader, view, id)).join(reader.language === 'en' ? ', ' : '、');
  const { computed } = tried;
  if (computed === null) return <Message tone="warn">{t(moneyPages.unfit(list(tried.unfit)))}</Message>;
  const amount = (minor: string | null): string => (minor === null ? '–' : reader.amount(minor));
  const difference = BigInt(computed.whatIfMinor) - BigInt(computed.proposedMinor ?? '0');
  return (
    <section id="tried">
      <h2>{t(moneyPages.tried)}</h2>
      {computed.findings.map(({ code, at = [] }) => (
        <Message key={`${code} ${at.join(' ')}`} tone="warn">
          {code === 'POOL_UNDISTRIBUTED'
            ? t(moneyPages.undistributed)
            : t((code === 'BUDGET_BELOW_FLOOR' ? moneyPages.belowFloor : moneyPages.aboveCeiling)(list(at)))}
        </Message>
      ))}
      <Table
        caption={t(moneyPages.tried)}
        hideCaption
        rows={computed.lines}
        keyOf={(line) => line.unitId}
        empty={t(frame.nothing)}
        columns={[
          { title: t(frame.unit), cell: (line) => named(reader, view, line.unitId) },
          { title: t(moneyPages.proposed), number: true, cell: (line) => amount(line.proposedMinor) },
          { title: t(moneyPages.tried), number: true, cell: (line) => amount(line.whatIfMinor) },
          { title: t(moneyPages.difference), number: true, cell: (line) => amount(line.differenceMinor) },
        ]}
        foot={[
          t(moneyPages.sumAfter),
          amount(computed.proposedMinor),
          amount(computed.whatIfMinor),
          amount(difference.toString()),
        ]}
      />
      {computed.reserveMinor !== '0' && (
        <p>
          {t(moneyPages.reserve)}: {amount(computed.reserveMinor)}
        </p>
      )}
    </section>
  );
}
