import type { VNode } from 'preact';
import { fileReference, parseEvidence } from '../../../../domain/evidence.js';
import { evidencePage, notePage } from '../../../../messages/pages.js';
import { stepName } from '../../../../messages/steps.js';
import { accepted } from '../../../evidence/kinds.js';
import { Choices, FileInput, type Option, TextArea } from '../../components/fields.js';
import { links, safeHref } from '../../links.js';
import type { Reader } from '../../reader.js';
import { at, linesOf, textAt, textsAt } from '../form-data.js';
import type { FormFacts, QuotableNote } from '../form-facts.js';
import type { FieldsProps } from '../form.js';
import { uploadField } from '../uploads.js';

/** What was typed, and what was picked; a piece that was typed and picked is one piece. */
export const evidenceOf = (row: unknown): readonly string[] => [
  ...new Set([
    ...linesOf(textAt(row, 'evidence')),
    ...textsAt(row, 'reports'),
    ...textsAt(row, 'notes'),
    ...textsAt(row, 'files'),
  ]),
];

const mostLetters = 60;

function noteLine(reader: Reader, { reference, at: instant, by, title, text }: QuotableNote): string {
  const start = text.length > mostLetters ? `${text.slice(0, mostLetters)}…` : text;
  return `${reference} · ${reader.day(instant)} · ${reader.name(by)} · ${title}: ${start}`;
}

/** Reports and notes to pick, files to pick and to upload, and the rest in words; `path` is where it stands in the form. */
export function EvidenceFields({
  reader,
  facts,
  path,
  chosen,
  problems,
  wrong,
}: Pick<FieldsProps, 'reader' | 'facts' | 'problems'> & {
  readonly path: string;
  readonly chosen: readonly string[];
  readonly wrong: readonly string[];
}): VNode {
  const { t } = reader;
  const name = (field: string): string => `${path}.${field}`;
  const reports: readonly Option[] = facts.reports.map(({ reference }) => ({
    value: reference,
    text: t(nameOfReport(facts, reference)),
  }));
  const notes: readonly Option[] = facts.notes.map((note) => ({ value: note.reference, text: noteLine(reader, note) }));
  const files: readonly Option[] = facts.files
    .filter(({ here }) => here)
    .map((file) => ({ value: fileReference(file.id), text: file.name }));
  const listed = new Set([...reports, ...notes, ...files].map(({ value }) => value));
  const groups = [
    { field: 'reports', label: t(evidencePage.reports), options: reports },
    { field: 'notes', label: t(notePage.cite), options: notes },
  ].filter(({ options }) => options.length > 0);
  return (
    <>
      {groups.map(({ field, label, options }) => (
        <details key={field} open={options.some(({ value }) => chosen.includes(value))}>
          <summary>{label}</summary>
          <Choices name={name(field)} label={label} type="checkbox" chosen={chosen} options={options} />
        </details>
      ))}
      {files.length > 0 && (
        <Choices name={name('files')} label={t(evidencePage.files)} type="checkbox" chosen={chosen} options={files} />
      )}
      <FileInput
        name={uploadField(path)}
        label={t(evidencePage.upload)}
        hint={t(evidencePage.uploadHint)}
        accept={accepted}
        problems={problems.fields.get(uploadField(path))}
      />
      <TextArea
        name={name('evidence')}
        label={t(evidencePage.typed)}
        hint={t(evidencePage.typedHint)}
        value={chosen.filter((each) => !listed.has(each)).join('\n')}
        problems={wrong}
        rows={2}
      />
    </>
  );
}

/** What is wrong with single pieces of evidence is told at the field that holds them all. */
export const wrongPieces = ({ fields }: FieldsProps['problems'], place: string): readonly string[] => [
  ...new Set([...fields].flatMap(([name, sentences]) => (name.startsWith(`${place}.`) ? sentences : []))),
];

/** What the words of the whole content rest on. */
export const Basis = ({
  reader,
  facts,
  content,
  problems,
  legend,
}: FieldsProps & { readonly legend: string }): VNode => (
  <fieldset>
    <legend>{legend}</legend>
    <EvidenceFields
      reader={reader}
      facts={facts}
      path="basis"
      chosen={textsAt(content, 'evidence')}
      problems={problems}
      wrong={[...(problems.fields.get('evidence') ?? []), ...wrongPieces(problems, 'evidence')]}
    />
  </fieldset>
);

/** As it was posted. */
export const basisOf = (form: unknown): readonly string[] => evidenceOf(at(form, 'basis'));

/** What names of records are known from. */
export type EvidenceFacts = Pick<FormFacts, 'cycleId' | 'unitId' | 'reports' | 'files' | 'unitNames'>;

function nameOfReport(facts: EvidenceFacts, reference: string) {
  const piece = parseEvidence(reference);
  if (piece?.kind !== 'report') return { 'zh-CN': reference, en: reference };
  const kind = piece.step.startsWith('self') ? 'self-evaluation' : 'checkpoint';
  const known = facts.reports.find((report) => report.reference === reference);
  const name = stepName({ kind: known?.kind ?? kind, stepId: piece.step, other: null });
  const unit = piece.unit === null ? undefined : facts.unitNames.get(piece.unit);
  if (unit === undefined) return name;
  return { 'zh-CN': `${unit.nameZh} · ${name['zh-CN']}`, en: `${unit.nameEn} · ${name.en}` };
}

/** Each piece as a link with a name that can be read; whoever may not follow it is told so there. */
export const Evidence = ({
  reader,
  facts,
  of,
}: {
  readonly reader: Reader;
  readonly facts: EvidenceFacts;
  readonly of: readonly string[];
}): VNode => (
  <span class="words">
    {of.map((text, index) => {
      const { href, name } = linkOf(reader, facts, text);
      return (
        <span key={text}>
          {index > 0 && '\n'}
          {href === null ? name : <a href={href}>{name}</a>}
        </span>
      );
    })}
  </span>
);

function linkOf(
  { t }: Reader,
  facts: EvidenceFacts,
  text: string,
): { readonly href: string | null; readonly name: string } {
  const piece = parseEvidence(text);
  switch (piece?.kind) {
    case 'note':
      return { href: links.note(facts.cycleId, piece.note), name: t(evidencePage.note(piece.note)) };
    case 'report':
      return {
        href: links.step(facts.cycleId, piece.unit ?? facts.unitId, piece.step),
        name: t(nameOfReport(facts, text)),
      };
    case 'file': {
      const known = facts.files.find(({ id }) => id === piece.file);
      return { href: links.file(piece.file), name: known?.name ?? t(evidencePage.file) };
    }
    case 'address':
      return { href: safeHref(piece.address), name: piece.address };
    // What was said before evidence had to be one.
    case undefined:
      return { href: null, name: text };
  }
}
