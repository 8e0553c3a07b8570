/** Two persons wherever two are asked: who may say a word on a step, judged by person and principal. */
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../domain/process/index.js';
import { stepKinds } from '../../domain/process/index.js';
import {
  actOf,
  contents,
  fieldOfKind,
  refusalOfWord,
  relationsOfWord,
  secretFieldOf,
  secretSteps,
  type WordStanding,
} from '../../domain/rights/index.js';

const plain: WordStanding = {
  actor: 'b',
  principal: 'b',
  entitled: ['a', 'b'],
  mayActForPrincipal: true,
  wrote: [],
  ownUnit: [],
};
const decisions = ['approve', 'return', 'agree', 'object', 'acknowledge', 'disagree', 'grant', 'reject'] as const;
const answers: readonly Decision[] = ['agree', 'object', 'acknowledge', 'disagree'];

describe('a word on a step', () => {
  test('is taken from whom the rule names', () => {
    for (const kind of stepKinds) expect([kind, refusalOfWord(kind, null, plain)]).toEqual([kind, null]);
    for (const decision of decisions) {
      const kind = decision === 'grant' || decision === 'reject' ? 'appeal' : 'goals';
      expect([decision, refusalOfWord(kind, decision, plain)]).toEqual([decision, null]);
    }
  });

  test('is refused from anybody else, and from who speaks for somebody without standing in', () => {
    for (const decision of [null, ...decisions]) {
      expect(refusalOfWord('appeal', decision, { ...plain, entitled: ['a'] })).toBe('NOT_YOUR_STEP');
      expect(refusalOfWord('appeal', decision, { ...plain, mayActForPrincipal: false })).toBe('NOT_YOUR_STEP');
      // Also where there would be a second reason.
      expect(refusalOfWord('appeal', decision, { ...plain, entitled: [], wrote: ['b'], ownUnit: ['b'] })).toBe(
        'NOT_YOUR_STEP',
      );
    }
  });

  test('is no decision about own work: not in person, not through a stand-in, not for a principal', () => {
    for (const decision of decisions) {
      for (const wrote of [['b'], ['x', 'b']]) {
        expect([decision, refusalOfWord('appeal', decision, { ...plain, wrote })]).toEqual([decision, 'OWN_WORK']);
      }
      const standIn = { ...plain, actor: 's', principal: 'b' };
      expect(refusalOfWord('appeal', decision, { ...standIn, wrote: ['s'] })).toBe('OWN_WORK');
      expect(refusalOfWord('appeal', decision, { ...standIn, wrote: ['b'] })).toBe('OWN_WORK');
      expect(refusalOfWord('appeal', decision, { ...standIn, wrote: ['a'] })).toBeNull();
    }
    for (const kind of stepKinds) {
      const code = kind === 'rating' || kind === 'evaluation' ? 'OWN_UNIT' : null;
      expect([kind, refusalOfWord(kind, null, { ...plain, wrote: ['b'], ownUnit: ['b'] })]).toEqual([kind, code]);
    }
    expect(refusalOfWord('appeal', 'grant', { ...plain, tookPart: ['b'] })).toBe('TOOK_PART');
    expect(refusalOfWord('appeal', 'grant', { ...plain, tookPart: ['a'] })).toBeNull();
  });

  test('is no decision about the own unit; an answer is one', () => {
    for (const decision of decisions) {
      const code = answers.includes(decision) ? null : 'OWN_UNIT';
      expect([decision, refusalOfWord('appeal', decision, { ...plain, ownUnit: ['b'] })]).toEqual([decision, code]);
      const standIn = { ...plain, actor: 's', principal: 'b', ownUnit: ['s'] };
      expect([decision, refusalOfWord('appeal', decision, standIn)]).toEqual([decision, code]);
    }
    expect(refusalOfWord('bonus', 'approve', { ...plain, wrote: ['b'], ownUnit: ['b'] })).toBe('OWN_WORK');
  });

  test('stands so for each of the two who speak', () => {
    const standIn = { ...plain, actor: 's', principal: 'b', wrote: ['s'], ownUnit: ['b'], tookPart: ['s'] };
    expect(relationsOfWord('approve', standIn)).toEqual(['decider', 'wrote', 'own-unit', 'took-part']);
    expect(relationsOfWord('submit', plain)).toEqual(['submitter']);
    expect(relationsOfWord('approve', { ...plain, entitled: [], tookPart: ['a'] })).toEqual([]);
  });

  test('is a decision, an answer or a judgement', () => {
    expect(decisions.map(actOf)).toEqual([
      'decide',
      'decide',
      'answer',
      'answer',
      'answer',
      'answer',
      'judge',
      'judge',
    ]);
  });
});

describe('the content of each kind of step', () => {
  test('is seen as a group of its own', () => {
    expect(Object.keys(fieldOfKind).toSorted()).toEqual([...stepKinds].toSorted());
    expect(new Set(contents)).toEqual(new Set(stepKinds.map((kind) => fieldOfKind[kind])));
    // By name, but where several kinds are one thing.
    const together = {
      settlement: 'alignment',
      checkpoint: 'report',
      'appeal-2': 'appeal',
      bonus: 'proposal',
      'bonus-own': 'proposal',
      budget: 'proposal',
      'budget-own': 'proposal',
      rules: 'rules-proposal',
      'improvement-talk': 'feedback',
      'improvement-appeal': 'appeal',
      'improvement-outcome': 'improvement',
    } as Readonly<Record<string, string>>;
    for (const kind of stepKinds) expect([kind, fieldOfKind[kind]]).toEqual([kind, together[kind] ?? kind]);
  });
});

describe('that a step is there', () => {
  test('is told to everybody, but of nominations and of all that belongs to an improvement plan', () => {
    const secret = stepKinds.filter((kind) => secretFieldOf(kind) !== null);
    expect(secret.map((kind) => [kind, secretFieldOf(kind)])).toEqual([
      ['nomination', 'nomination'],
      ...stepKinds.filter((kind) => kind.startsWith('improvement')).map((kind) => [kind, 'improvement']),
    ]);
    expect(secretSteps.flatMap(({ kinds }) => kinds).toSorted()).toEqual(secret.toSorted());
    expect(secret).toHaveLength(5);
  });
});
