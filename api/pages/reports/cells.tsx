import type { VNode } from 'preact';
import type { Cell, Column, ReportKind, Target } from '../../../domain/reports/index.js';
import { reportWordNames } from '../../../messages/pages.js';
import { valueText } from '../../reports/texts.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';

/** Which report is being looked at, and of which part of the organization. */
export interface Place {
  readonly cycleId: string;
  readonly kind: ReportKind;
  readonly scope: string | null;
  /** Pages of units, steps and goals are for the reader; finance as such sees the units' pages only. */
  readonly whole: boolean;
}

export function hrefOf({ cycleId, kind, scope, whole }: Place, target: Target): string | null {
  switch (target.to) {
    case 'list':
      return links.reportList(cycleId, kind, target.list, { scope, ...target.filter });
    case 'unit':
      return links.unit(cycleId, target.unit);
    case 'step':
      return whole ? links.step(cycleId, target.unit, target.step) : null;
    case 'goal':
      return links.goal(cycleId, target.goal);
    case 'deviation':
      return links.deviation(cycleId, target.id);
  }
}

/** No data leads nowhere; nor do zeros within tables, of which there are many. */
const leads = ({ value }: Cell, within: boolean): boolean =>
  value.kind !== 'none' && !(within && value.kind === 'count' && value.count === 0);

export function Shown({
  reader,
  place,
  cell,
  within = false,
}: {
  readonly reader: Reader;
  readonly place: Place;
  readonly cell: Cell;
  /** Of a table. */
  readonly within?: boolean;
}): VNode {
  const shown = valueText(reader, cell.value);
  const href = cell.target === undefined || !leads(cell, within) ? null : hrefOf(place, cell.target);
  return href === null || shown === '' ? <span>{shown}</span> : <a href={href}>{shown}</a>;
}

interface Row {
  readonly cells: readonly Cell[];
  readonly index: number;
}

/** Rows of a report or of one of its lists. */
export function CellsTable({
  reader,
  place,
  caption,
  columns,
  rows,
  empty,
  hideCaption = false,
}: {
  readonly reader: Reader;
  readonly place: Place;
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly empty: string;
  readonly hideCaption?: boolean;
}): VNode {
  return (
    <Table
      caption={caption}
      hideCaption={hideCaption}
      rows={rows.map((cells, index): Row => ({ cells, index }))}
      keyOf={({ index }) => String(index)}
      empty={empty}
      columns={columns.map(({ id, type }, at) => ({
        title: reader.t(reportWordNames[id]),
        number: type === 'number' || type === 'amount',
        cell: ({ cells }: Row) => {
          const cell = cells[at];
          return cell === undefined ? '' : <Shown reader={reader} place={place} cell={cell} within />;
        },
      }))}
    />
  );
}
