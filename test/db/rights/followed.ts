/** What follows the talk with `sales`: items, development, training, recognition, nomination, plan, appeal, correction. */
import { openCorrection } from '../../../api/open-correction.js';
import { openImprovement } from '../../../api/open-improvement.js';
import { openNomination } from '../../../api/open-nomination.js';
import type { Sql } from '../../../db/connect.js';
import { openDevelopment, writeDevelopment } from '../../../db/development.js';
import { nameItems } from '../../../db/feedback-items.js';
import { insertRecognition } from '../../../db/recognition.js';
import { setTrainingBudget } from '../../../db/training-budgets.js';
import { assignTraining, writeTraining, writeTrainingEvent } from '../../../db/trainings.js';
import { headOf, insertCommand } from '../story-cycle.js';
import { above, board, grouped, hr, ids, mark, markFigure, outsiders } from './marks.js';
import { cycleId } from './stages.js';
import { submitted } from './written.js';

const unit = 'sales';
const [head, superior] = [headOf(unit), above(unit)];
/** Whom development and training are for. */
export const learner = 'w-member';
const at = Date.parse('2028-01-28T09:00:00+08:00');
const by = { by: head, principal: head, at };

export async function followed(sql: Sql): Promise<void> {
  await itemNamed(sql);
  await developmentPlanned(sql);
  await trainingGiven(sql);
  // One to confirm, which is then told with the result; one to decline, which is HR's alone.
  for (const [name, personId] of [
    ['recognition', null],
    ['declined', learner],
  ] as const) {
    const given = { unitId: unit, version: 1, total: '91.25', grade: 'B', personId, by: 'zhou-min', at };
    const number = await insertRecognition(sql, cycleId, {
      ...given,
      words: personId === null ? 'x' : mark('recognition', unit),
    });
    ids.set(name, String(number));
  }
  await secretSteps(sql);
  const disputed = {
    values: [],
    ratings: [],
    evidence: [],
    reason: mark('appeal', unit, { submits: [head], decides: outsiders }),
  };
  await submitted(sql, unit, 'appeal', head, disputed);
  const { stepId } = await sql.begin((tx) => openCorrection(tx, cycleId, 'zhou-min'));
  const wrong = {
    values: [],
    ratings: [],
    evidence: [],
    reason: mark('correction', null, { submits: hr, decides: hr }),
  };
  await submitted(sql, null, stepId, 'zhou-min', wrong);
}

async function itemNamed(sql: Sql): Promise<void> {
  const { commandId } = await insertCommand(sql, {
    cycleId,
    unit,
    step: 'feedback',
    by: head,
    decision: 'acknowledge',
  });
  const place = { cycleId, unitId: unit, stepId: 'feedback', commandId, ...by };
  const [item = ''] = await nameItems(sql, place, [{ kind: 'difficulty', position: 1, text: mark('item', unit) }]);
  ids.set('item', item);
}

async function developmentPlanned(sql: Sql): Promise<void> {
  for (const person of [learner, null]) {
    const origin = { origin: 'hand', line: null, item: null } as const;
    const entry = await openDevelopment(sql, { cycleId, unitId: unit, person, ...origin, ...by });
    const learn =
      person === null ? mark('unit-development', unit) : mark('development', unit, { author: person, mine: person });
    const words = { learn, why: 'x', how: 'x', untilOn: '2028-06-30', supporter: null, outcome: '' };
    await writeDevelopment(sql, entry, { state: 'planned', ...words, ...by });
    ids.set(person === null ? 'unit-entry' : 'entry', entry);
  }
}

async function trainingGiven(sql: Sql): Promise<void> {
  const of = { book: cycleId, id: 'selling', version: 1, costMinor: '7712300' };
  const texts = { titleZh: '销售', titleEn: 'Selling', description: '', hours: '8', currency: 'CNY', active: true };
  for (const book of [cycleId, 'real']) await writeTraining(sql, { ...of, ...texts, book, by: 'zhou-min', at });
  const amountMinor = '98765400';
  markFigure('training-budget', unit, [amountMinor, grouped(amountMinor)]);
  await setTrainingBudget(sql, { cycleId, unitId: unit, version: 1, amountMinor, note: '', by: 'zhou-min', at });
  const asked = { cycleId, unitId: unit, person: learner, of, dueOn: '2028-06-30', entry: null, item: null };
  const assignment = (await assignTraining(sql, { ...asked, ...by })) ?? '';
  const said = mark('training', unit, { author: learner, mine: learner });
  await writeTrainingEvent(sql, { assignment, act: 'done', text: said, by: learner, principal: learner, at });
  ids.set('assignment', assignment);
}

/** Steps of which not everybody is told, both waiting for their deciders. */
async function secretSteps(sql: Sql): Promise<void> {
  await sql.begin((tx) => openNomination(tx, { cycleId, unitId: unit, actor: superior }));
  const reasons = mark('nomination', unit, { submits: [superior], decides: board });
  const nominated = { person: learner, position: 'x', reasons, evidence: ['report/checkpoint-1'] };
  await submitted(sql, unit, 'nomination-1', superior, nominated);
  await sql.begin((tx) => openImprovement(tx, { cycleId, unitId: unit, person: { id: superior, roles: [] } }));
  const support = mark('improvement', unit, { submits: [superior], decides: hr });
  const plan = { goals: [{ goal: 'x', measure: 'x' }], support, firstDay: '2028-02-21' };
  await submitted(sql, unit, 'improvement-1', superior, plan);
}
