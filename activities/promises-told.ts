import { type Audience, confirmerOfTraining, type WaitKind, type WaitReason } from '../domain/cycle/index.js';
import type { PersonRule } from '../domain/process/index.js';
import type { Query } from '../db/connect.js';
import { type DevelopmentRow, readDevelopments } from '../db/development.js';
import { type ItemRow, readItems } from '../db/feedback-items.js';
import type { WaitRow } from '../db/monitoring-waits.js';
import { type NameRow, personNames } from '../db/page-names.js';
import { headsOfUnits } from '../db/people.js';
import { waitingRecognitions, type WaitingRecognition } from '../db/recognition.js';
import { type AssignmentRow, readAssignments } from '../db/trainings.js';
import { recognitionPlace } from '../workflows/messages.js';
import type { Telling } from './monitoring-told.js';

export interface Promises {
  readonly items: ReadonlyMap<string, ItemRow>;
  readonly entries: ReadonlyMap<string, DevelopmentRow>;
  readonly assignments: ReadonlyMap<string, AssignmentRow>;
  readonly recognitions: ReadonlyMap<string, WaitingRecognition>;
  /** Unit → its head. */
  readonly heads: ReadonlyMap<string, string>;
  readonly persons: ReadonlyMap<string, NameRow>;
}

const byId = <Row extends { readonly id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row.id, row]));

/** What was promised after talks, of those that are waited for. */
export async function readPromises(tx: Query, ids: (kind: WaitKind) => readonly string[]): Promise<Promises> {
  const assignments = await readAssignments(tx, ids('training'));
  const recognitions = await waitingRecognitions(tx, ids('recognition'));
  return {
    items: byId(await readItems(tx, ids('item'))),
    entries: byId(await readDevelopments(tx, ids('development'))),
    assignments: byId(assignments),
    recognitions: byId(recognitions),
    heads: await headsOfUnits(
      tx,
      assignments.map((row) => row.unitId),
    ),
    persons: await personNames(
      tx,
      recognitions.flatMap(({ personId }) => personId ?? []),
    ),
  };
}

type Codes = readonly [turn: string, others: string];
const itemCodes = {
  unanswered: ['ITEM_WAITING', 'ITEM_IGNORED'],
  overdue: ['ITEM_OVERDUE', 'ITEM_STALLED'],
  unconfirmed: ['ITEM_UNCONFIRMED', 'ITEM_UNHEARD'],
} as const;
const developmentCodes: Codes = ['DEVELOPMENT_OVERDUE', 'DEVELOPMENT_STALLED'];
const recognitionCodes: Codes = ['RECOGNITION_UNCONFIRMED', 'RECOGNITION_UNHEARD'];
const trainingCodes = {
  overdue: ['TRAINING_OVERDUE', 'TRAINING_STALLED'],
  unconfirmed: ['TRAINING_UNCONFIRMED', 'TRAINING_UNHEARD'],
} as const;

/** The schema lets no other reason stand beside a kind. */
function codesOf(table: Readonly<Partial<Record<WaitReason, Codes>>>, { kind, reason }: WaitRow): Codes {
  const codes = table[reason];
  if (codes === undefined) throw new Error(`nobody waits for ${kind} as ${reason}`);
  return codes;
}

type To = Telling['to'][number];
type Told = Pick<Telling, 'code' | 'to' | 'data' | 'stepId' | 'but'>;

/** Who is told, and what, on a rung of a wait for an item, a development entry, a training or a recognition. */
export function tellingOfPromise(wait: WaitRow, tell: Audience, promises: Promises): Told {
  const { kind, subject, reason } = wait;
  const told = (codes: Codes, turn: To, above: PersonRule, data: Told['data']): Told => ({
    code: codes[tell === 'turn' ? 0 : 1],
    to: [tell === 'turn' ? turn : tell === 'above' ? above : 'hr'],
    data,
  });
  if (kind === 'item') {
    const of = promises.items.get(subject);
    const [turn, above] = turnOfItem(of, reason);
    const data = { item: subject, kind: of?.kind ?? '' };
    return {
      ...told(codesOf(itemCodes, wait), turn, above, data),
      ...(of !== undefined && { stepId: of.stepId }),
    };
  }
  if (kind === 'recognition') {
    const of = promises.recognitions.get(subject);
    const name = promises.persons.get(of?.personId ?? '');
    const data = {
      number: of?.number ?? 0,
      ...(name !== undefined && { personZh: name.nameZh, personEn: name.nameEn }),
    };
    // Whoever gave it does not confirm it.
    const but = tell === 'turn' && of !== undefined ? [of.givenBy] : [];
    return { ...told(recognitionCodes, 'hr', 'board', data), stepId: recognitionPlace, but };
  }
  if (kind === 'development') return told(developmentCodes, 'head', 'parent-head', { development: subject });
  const of = promises.assignments.get(subject);
  const head = of === undefined ? null : (promises.heads.get(of.unitId) ?? null);
  const confirmer = confirmerOfTraining(of?.person ?? '', head);
  const data = {
    assignment: subject,
    training: of?.training ?? '',
    titleZh: of?.titleZh ?? '',
    titleEn: of?.titleEn ?? '',
  };
  const codes = codesOf(trainingCodes, wait);
  if (reason === 'unconfirmed')
    return told(codes, confirmer, confirmer === 'head' ? 'parent-head' : 'second-head', data);
  return told(codes, of === undefined ? 'head' : { person: of.person }, confirmer, data);
}

/** An answer is the owner's, or the superior's; whether it will do is the unit's to say. */
function turnOfItem(of: ItemRow | undefined, reason: WaitReason): readonly [turn: To, above: PersonRule] {
  if (reason === 'unconfirmed') return ['head', 'parent-head'];
  const owner = of?.ownerId ?? null;
  return owner === null ? ['parent-head', 'second-head'] : [{ person: owner }, 'parent-head'];
}
