import type { Organization } from '../organization.js';
import { roles } from '../organization.js';
import { csvColumns } from '../organization-table.js';
import { both, type Both, type Column, listMark, type ListShape, partsOf, type RowTexts } from './columns.js';
import { tableText } from './write-csv.js';

const roleTitles: Readonly<Record<(typeof roles)[number], Both>> = {
  hr: both('人力资源', 'HR'),
  finance: both('财务', 'Finance'),
  board: both('董事会', 'Board'),
  auditor: both('审计', 'Auditor'),
  admin: both('管理员', 'Admin'),
};
const kinds: readonly { readonly value: string; readonly title: Both }[] = [
  { value: 'company', title: both('公司', 'Company') },
  { value: 'division', title: both('事业部', 'Division') },
  { value: 'department', title: both('部门', 'Department') },
  { value: 'team', title: both('团队', 'Team') },
  { value: 'person', title: both('个人', 'Person') },
];

/** The columns of the table that stands for an organization, as sheets. */
function column(name: string, title: string, says: Both, more: Partial<Column> = {}): Column {
  const zh = csvColumns.find((each) => each.name === name)?.zh ?? name;
  return { id: name, title: both(zh, title), says, kind: 'text', ...more };
}
const eitherName = both('两种名称可只填一种', 'either name may be left out');
const personIds = both('人员编号', 'id of a person');
const unitIds = both('单元编号，用分号分隔', 'ids of units, parted by ;');

const names = [
  column('id', 'Id', both('字母、数字、. _ -', 'letters, digits, . _ -'), { required: true, width: 18 }),
  column('name_zh', 'Chinese name', eitherName, { width: 20 }),
  column('name_en', 'English name', eitherName, { width: 20 }),
];

export const personsShape: ListShape = {
  id: 'persons',
  title: both('人员', 'Persons'),
  named: ['id', 'name_zh'],
  columns: [
    ...names,
    column('email', 'E-mail', both('可留空', 'may be left out'), { width: 26 }),
    column('roles', 'Roles', both('用分号分隔', 'parted by ;'), {
      kind: 'list',
      choices: roles.map((value) => ({ value, title: roleTitles[value] })),
      width: 18,
    }),
  ],
};

export const unitsShape: ListShape = {
  id: 'units',
  title: both('单元', 'Units'),
  named: ['id', 'name_zh'],
  columns: [
    ...names,
    column('kind', 'Kind', both('单元的级别', 'the kind of unit'), { kind: 'choice', choices: kinds, required: true }),
    column('parent', 'Unit above', both('只有顶层单元留空', 'empty for the root only'), { width: 16 }),
    column('head', 'Head', personIds, { width: 18 }),
    column('members', 'Members', both('人员编号，用分号分隔', 'ids of persons, parted by ;'), {
      kind: 'list',
      width: 30,
    }),
    column(
      'payroll_base',
      'Bonus base',
      both('奖金池中的权重，例如工资总额', 'weight in a bonus pool, such as the payroll'),
      { kind: 'number', width: 14 },
    ),
    column(
      'budget_base_minor',
      'Budget base',
      both('最小货币单位（分），整数', 'in minor units (fen, cents): digits only'),
      { kind: 'number', width: 16 },
    ),
    column('rated_by', 'Rated by', unitIds, { kind: 'list', width: 24 }),
  ],
};

export const standInsShape: ListShape = {
  id: 'stand-ins',
  title: both('代理', 'Stand-ins'),
  named: ['principal', 'person', 'from'],
  columns: [
    column('principal', 'Principal', personIds, { required: true, width: 18 }),
    column('person', 'Stand-in', personIds, { required: true, width: 18 }),
    column('from', 'From', both('日期，含当天', 'a day, inclusive'), { kind: 'day', required: true, width: 13 }),
    column('to', 'To', both('日期，含当天', 'a day, inclusive'), { kind: 'day', required: true, width: 13 }),
  ],
};

export const organizationShapes = [personsShape, unitsShape, standInsShape] as const;
export type OrganizationList = 'persons' | 'units' | 'standIns';

const filled = (pairs: readonly (readonly [string, string | undefined])[]): RowTexts =>
  new Map(pairs.flatMap(([id, text]) => (text === undefined || text === '' ? [] : [[id, text] as const])));

type Person = Organization['persons'][number];
type Unit = Organization['units'][number];
type StandIn = Organization['standIns'][number];

export const personRow = ({ id, name, email, roles: has }: Person): RowTexts =>
  filled([
    ['id', id],
    ['name_zh', name['zh-CN']],
    ['name_en', name.en],
    ['email', email],
    ['roles', has.join(listMark)],
  ]);

export const unitRow = (unit: Unit): RowTexts =>
  filled([
    ['id', unit.id],
    ['name_zh', unit.name['zh-CN']],
    ['name_en', unit.name.en],
    ['kind', unit.kind],
    ['parent', unit.parent],
    ['head', unit.head],
    ['members', unit.members.join(listMark)],
    ['payroll_base', unit.payrollBase],
    ['budget_base_minor', unit.budgetBaseMinor],
    ['rated_by', unit.ratedBy.join(listMark)],
  ]);

export const standInRow = ({ principal, person, from, to }: StandIn): RowTexts =>
  filled([
    ['principal', principal],
    ['person', person],
    ['from', from],
    ['to', to],
  ]);

const present = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** A name in one language stands for both. */
const nameOf = (row: RowTexts): unknown =>
  present({ 'zh-CN': row.get('name_zh') ?? row.get('name_en'), en: row.get('name_en') ?? row.get('name_zh') });

export const personOfRow = (row: RowTexts): unknown =>
  present({ id: row.get('id'), name: nameOf(row), email: row.get('email'), roles: partsOf(row.get('roles') ?? '') });

export const unitOfRow = (row: RowTexts): unknown =>
  present({
    id: row.get('id'),
    kind: row.get('kind'),
    parent: row.get('parent'),
    name: nameOf(row),
    head: row.get('head'),
    members: partsOf(row.get('members') ?? ''),
    payrollBase: row.get('payroll_base'),
    budgetBaseMinor: row.get('budget_base_minor'),
    ratedBy: partsOf(row.get('rated_by') ?? ''),
  });

export const standInOfRow = (row: RowTexts): unknown =>
  present({ principal: row.get('principal'), person: row.get('person'), from: row.get('from'), to: row.get('to') });

/** The column of a field of the document. */
export function organizationColumn(field: string, inner: string | undefined): string {
  if (field === 'name') return inner === 'en' ? 'name_en' : 'name_zh';
  return { payrollBase: 'payroll_base', budgetBaseMinor: 'budget_base_minor', ratedBy: 'rated_by' }[field] ?? field;
}

/** The same as the one table of `organization-csv`: a line each, of people, units and stand-ins. */
export function writeOrganizationCsv(
  persons: readonly RowTexts[],
  units: readonly RowTexts[],
  standIns: readonly RowTexts[],
  language: 'zh-CN' | 'en',
): string {
  const lines = (type: string, rows: readonly RowTexts[]) => rows.map((row) => new Map([...row, ['type', type]]));
  const all = [...lines('person', persons), ...lines('unit', units), ...lines('stand-in', standIns)];
  const table = [
    csvColumns.map(({ name, zh }) => (language === 'en' ? name : zh)),
    ...all.map((row) => csvColumns.map(({ name }) => row.get(name) ?? '')),
  ];
  return tableText(table);
}
