import { type Language } from './workbooks/columns.js';
import type { PlainTable } from './workbooks/plain-table.js';

/** An entry with the names of what it is about. */
export interface NamedEntry {
  readonly id: string;
  readonly kind: 'bonus' | 'budget' | 'reserve';
  readonly ofKind: 'bonus' | 'budget';
  readonly unitId: string | null;
  readonly unit: string;
  readonly attempt: number;
  readonly postedWith: number;
  readonly amountMinor: string;
  readonly currency: string;
  readonly reverses: string | null;
  readonly approvedBy: string;
  /** Local time of the cycle's zone. */
  readonly postedAt: string;
}

const words = {
  'zh-CN': {
    title: '账目',
    rehearsal: '演练',
    columns: [
      '标记',
      '序号',
      '项目',
      '分录',
      '单元编号',
      '单元',
      '稿次',
      '入账稿次',
      '金额',
      '币种',
      '冲销分录',
      '批准人',
      '时间',
    ],
    bonus: '奖金',
    budget: '预算',
    posted: '入账',
    reversed: '冲销',
    reserve: '储备',
  },
  en: {
    title: 'Ledger',
    rehearsal: 'REHEARSAL',
    columns: [
      'Mark',
      'No.',
      'Of',
      'Entry',
      'Unit id',
      'Unit',
      'Attempt',
      'Posted with',
      'Amount',
      'Currency',
      'Reverses',
      'Approved by',
      'At',
    ],
    bonus: 'Bonus',
    budget: 'Budget',
    posted: 'posted',
    reversed: 'reversal',
    reserve: 'reserve',
  },
} as const;

/** Entry by entry, as they were posted. Of a rehearsal every line says so. */
export function ledgerFile(entries: readonly NamedEntry[], language: Language, rehearsal: boolean): PlainTable {
  const w = words[language];
  return {
    title: rehearsal ? `${w.rehearsal} ${w.title}` : w.title,
    columns: w.columns.map((title, at) => ({ title, kind: at === 8 ? 'amount' : 'text' })),
    rows: entries.map((entry) => [
      rehearsal ? w.rehearsal : '',
      entry.id,
      w[entry.ofKind],
      [...(entry.kind === 'reserve' ? [w.reserve] : []), entry.reverses === null ? w.posted : w.reversed].join(' '),
      entry.unitId ?? '',
      entry.unit,
      String(entry.attempt),
      String(entry.postedWith),
      entry.amountMinor,
      entry.currency,
      entry.reverses ?? '',
      entry.approvedBy,
      entry.postedAt,
    ]),
  };
}
