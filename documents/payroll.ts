import { plainCsv, type PlainTable, plainWorkbook } from './workbooks/plain-table.js';

/** What one export pays, or takes back. */
export interface PayrollDocument {
  readonly cycleId: string;
  readonly cycleTitle: string;
  readonly rehearsal: boolean;
  /** 1: all of it; a later one holds only what came since. */
  readonly number: number;
  readonly currency: string;
  readonly lines: readonly {
    readonly unitId: string;
    readonly nameZh: string;
    readonly nameEn: string;
    readonly amountMinor: string;
  }[];
}

const rehearsalMark = '演练，不得发放 / REHEARSAL, NOT FOR PAYMENT';
const supplementMark = '补充，仅含差额 / supplement, differences only';

/** In both languages at once: there is one file, whoever asks. Every line says what it is. */
export function payrollTable(document: PayrollDocument): PlainTable {
  const { rehearsal, number, currency, cycleId, cycleTitle } = document;
  const marks = [...(rehearsal ? [rehearsalMark] : []), ...(number > 1 ? [supplementMark] : [])].join('; ');
  return {
    title: rehearsal ? `演练 REHEARSAL ${number}` : `工资导出 Payroll ${number}`,
    columns: [
      { title: '标记 Mark', kind: 'text', width: 30 },
      { title: '周期 Cycle', kind: 'text', width: 16 },
      { title: '周期名称 Title', kind: 'text', width: 24 },
      { title: '导出号 Export', kind: 'text', width: 12 },
      { title: '单元编号 Unit id', kind: 'text', width: 16 },
      { title: '单元 Unit', kind: 'text', width: 20 },
      { title: '英文名 Name', kind: 'text', width: 24 },
      { title: '奖金 Bonus', kind: 'amount', width: 18 },
      { title: '币种 Currency', kind: 'text', width: 10 },
    ],
    rows: document.lines.map(({ unitId, nameZh, nameEn, amountMinor }) => [
      marks,
      cycleId,
      cycleTitle,
      String(number),
      unitId,
      nameZh,
      nameEn,
      amountMinor,
      currency,
    ]),
  };
}

/** The bytes as they are kept and given out, now and later. */
export async function writePayroll(
  document: PayrollDocument,
): Promise<{ readonly csv: Buffer; readonly xlsx: Buffer }> {
  const table = payrollTable(document);
  return { csv: Buffer.from(plainCsv(table), 'utf8'), xlsx: await plainWorkbook([table]) };
}
