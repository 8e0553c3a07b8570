import { posix } from 'node:path';
import type { Parts } from './zip.js';
import { FileProblem } from './cells.js';
import { type Shown, shownBy } from './formats.js';
import type { DateSystem } from './numbers.js';
import { readXml, unescaped } from './xml.js';

export interface SheetPlace {
  readonly name: string;
  readonly hidden: boolean;
  readonly part: string;
}
export interface BookParts {
  readonly sheets: readonly SheetPlace[];
  readonly dates: DateSystem;
  /** By the style of a cell. */
  readonly shown: readonly Shown[];
  readonly strings: readonly string[];
}

const book = 'xl/workbook.xml';

/** What a workbook says about its sheets, and what they share. @throws FileProblem */
export async function readBookParts(parts: Parts): Promise<BookParts> {
  const links = await readLinks(parts);
  const target = (kind: string): string | undefined => [...links.values()].find((link) => link.kind === kind)?.part;
  const { sheets, dates } = await readSheetList(parts);
  return {
    sheets: sheets.map(({ name, hidden, link }) => {
      const part = links.get(link)?.part;
      if (part === undefined) throw new FileProblem('broken', `the sheet ${name} is not there`);
      return { name, hidden, part };
    }),
    dates,
    shown: await readStyles(parts, target('styles')),
    strings: await readStrings(parts, target('sharedStrings')),
  };
}

interface Link {
  readonly kind: string;
  readonly part: string;
}

/** Links to other files are not followed. */
async function readLinks(parts: Parts): Promise<ReadonlyMap<string, Link>> {
  const found = new Map<string, Link>();
  await read(parts, 'xl/_rels/workbook.xml.rels', (name, { Id, Type, Target, TargetMode }) => {
    if (name !== 'Relationship' || Id === undefined || Target === undefined || TargetMode === 'External') return;
    const part = Target.startsWith('/') ? Target.slice(1) : posix.join('xl', Target);
    found.set(Id, { kind: Type?.split('/').at(-1) ?? '', part });
  });
  return found;
}

async function readSheetList(parts: Parts) {
  const sheets: { name: string; hidden: boolean; link: string }[] = [];
  let dates: DateSystem = 1900;
  await read(parts, book, (name, attributes) => {
    if (name === 'workbookPr' && ['1', 'true'].includes(attributes['date1904'] ?? '')) dates = 1904;
    if (name !== 'sheet') return;
    const link = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
    const hidden = ['hidden', 'veryHidden'].includes(attributes['state'] ?? '');
    sheets.push({ name: attributes['name'] ?? '', hidden, link });
  });
  return { sheets, dates };
}

/** Styles of cells (`cellXfs`), each with the format it names. */
async function readStyles(parts: Parts, part: string | undefined): Promise<readonly Shown[]> {
  if (part === undefined) return [];
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let within = false;
  await read(
    parts,
    part,
    (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (name === 'cellXfs') within = true;
      if (name === 'xf' && within) ids.push(Number(attributes['numFmtId'] ?? 0));
    },
    (name) => {
      if (name === 'cellXfs') within = false;
    },
  );
  return ids.map((id) => shownBy(id, codes.get(id)));
}

/** Texts that cells share; hints at how to pronounce them are not part of them. */
async function readStrings(parts: Parts, part: string | undefined): Promise<readonly string[]> {
  if (part === undefined) return [];
  const strings: string[] = [];
  const text = gathered();
  await read(
    parts,
    part,
    (name) => {
      if (name === 'si') text.begin();
      text.open(name);
    },
    (name) => {
      text.close(name);
      if (name === 'si') strings.push(unescaped(text.take()));
    },
    text.add,
  );
  return strings;
}

/** The text of `t` elements, outside of `rPh`. */
export function gathered() {
  let [found, listening, aside] = ['', false, false];
  return {
    begin: () => {
      found = '';
    },
    open: (name: string) => {
      if (name === 't') listening = true;
      if (name === 'rPh') aside = true;
    },
    close: (name: string) => {
      if (name === 't') listening = false;
      if (name === 'rPh') aside = false;
    },
    add: (text: string) => {
      if (listening && !aside) found += text;
    },
    take: () => found,
  };
}

const nothing = (): void => {};

async function read(
  parts: Parts,
  part: string,
  open: (name: string, attributes: Readonly<Record<string, string>>) => void,
  close: (name: string) => void = nothing,
  text: (text: string) => void = nothing,
): Promise<void> {
  const stream = await parts.open(part);
  if (stream === null) throw new FileProblem('broken', `the part ${part} is missing`);
  await readXml(stream, { open, close, text });
}
