import type { WrongRating } from '../../domain/cycle/index.js';
import { type Evidence, parseEvidence } from '../../domain/evidence.js';
import { notesAmong } from '../../db/coaching.js';
import type { Query } from '../../db/connect.js';
import { filesAmong } from '../../db/files.js';
import { readStep, reportsAmong } from '../../db/inbox.js';
import { sidesOf } from '../../db/sides.js';
import { may, maySeeStep, relationOfSide } from '../rights.js';
import type { Person } from '../session.js';

/** Whose words the evidence belongs to, and about which unit. */
export interface EvidencePlace {
  readonly person: Person;
  readonly cycleId: string;
  readonly unitId: string;
  readonly reviewId: string;
  readonly stepId: string;
  /** The cycle's day, `YYYY-MM-DD`. */
  readonly day: string;
}

/** One piece of evidence, with its place in the content as JSON pointer. */
export interface Piece {
  readonly pointer: string;
  readonly text: string;
}

/**
 * What is wrong with pieces of evidence: free text is none; a report, note or file exists, is about the unit where it
 * must be, and is one that the author may see. An address is believed: nobody is called.
 */
export async function wrongEvidence(
  sql: Query,
  place: EvidencePlace,
  pieces: readonly Piece[],
): Promise<readonly WrongRating[]> {
  const known = await knownAmong(sql, place, pieces);
  return pieces.flatMap(({ pointer, text }): WrongRating[] => {
    const piece = parseEvidence(text);
    if (piece === null) return [{ pointer, code: 'EVIDENCE_UNFIT' }];
    return piece.kind === 'address' || known.has(keyOf(piece)) ? [] : [{ pointer, code: 'EVIDENCE_UNKNOWN' }];
  });
}

const keyOf = (piece: Evidence): string => JSON.stringify(piece);

/** The records among them that are there and the author's to see. */
async function knownAmong(sql: Query, place: EvidencePlace, pieces: readonly Piece[]): Promise<ReadonlySet<string>> {
  const parsed = new Map(
    pieces.flatMap(({ text }) => {
      const piece = parseEvidence(text);
      return piece === null ? [] : [[keyOf(piece), piece] as const];
    }),
  );
  const known = new Set<string>();
  const quoted = [...parsed.values()];
  for (const note of await knownNotes(sql, place, quoted)) known.add(keyOf({ kind: 'note', note }));
  for (const file of await knownFiles(sql, place, quoted)) known.add(keyOf({ kind: 'file', file }));
  for (const report of await knownReports(sql, place, quoted)) known.add(keyOf(report));
  return known;
}

/** Notes on the unit, for those who read its notes; what is no unit's own may quote those on any, and is HR's. */
async function knownNotes(sql: Query, place: EvidencePlace, quoted: readonly Evidence[]): Promise<Iterable<string>> {
  const { person, cycleId, unitId, day } = place;
  const numbers = quoted.flatMap((piece) => (piece.kind === 'note' ? [piece.note] : []));
  if (numbers.length === 0) return [];
  const sides = await sidesOf(sql, person.id, unitId, day);
  const standing = sides.map((side) => relationOfSide(side, person));
  if (!may(person, 'see', 'talk', standing)) return [];
  return notesAmong(sql, cycleId, unitId === '' ? null : unitId, numbers);
}

/** Files of the same step; or of another of the unit's that the author may see. */
async function knownFiles(sql: Query, place: EvidencePlace, quoted: readonly Evidence[]): Promise<readonly string[]> {
  const files = await filesAmong(
    sql,
    place.reviewId,
    quoted.flatMap((piece) => (piece.kind === 'file' ? [piece.file] : [])),
  );
  const seen = new Map<string, boolean>([[place.stepId, true]]);
  for (const { stepId } of files) {
    if (seen.has(stepId)) continue;
    const step = await readStep(sql, place.reviewId, stepId);
    seen.set(stepId, step !== undefined && (await maySeeStep(sql, place.person, step, place.day)));
  }
  return files.filter(({ stepId }) => seen.get(stepId) === true).map(({ id }) => id);
}

/** Reports that were submitted, of steps that the author may see; asked for all at once, however many are quoted. */
async function knownReports(
  sql: Query,
  { person, cycleId, unitId, day }: EvidencePlace,
  quoted: readonly Evidence[],
): Promise<readonly Evidence[]> {
  const asked = quoted.flatMap((piece) => (piece.kind === 'report' ? [piece] : []));
  const placeOf = ({ unit, step }: (typeof asked)[number]) => ({ unitId: unit ?? unitId, stepId: step });
  const steps = await reportsAmong(sql, cycleId, asked.map(placeOf));
  const seen = new Set<string>();
  for (const step of steps) if (await maySeeStep(sql, person, step, day)) seen.add(`${step.unitId ?? ''} ${step.id}`);
  return asked.filter((piece) => seen.has(`${placeOf(piece).unitId} ${piece.step}`));
}
