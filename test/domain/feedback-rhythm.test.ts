import { describe, expect, test } from 'vitest';
import { type FeedbackRhythm, rhythmAdvice } from '../../domain/feedback-rhythm.js';
import type { Cadence } from '../../domain/strategy.js';

/** A year of quarterly checkpoints, on first working days. */
const quarterly: FeedbackRhythm = {
  monitoringFrom: '2027-02-08',
  checkpoints: ['2027-04-01', '2027-07-01', '2027-10-08', '2028-01-04'].map((on, index) => ({
    id: `checkpoint-${String(index + 1)}`,
    on,
  })),
  judgements: [
    { id: 'evaluation', on: '2028-01-10' },
    { id: 'feedback', on: '2028-02-01' },
  ],
  closesOn: '2028-06-30',
  metrics: [],
};
const on = (...days: readonly string[]) => days.map((day) => ({ id: day, on: day }));
const metrics = (...cadences: readonly Cadence[]) => cadences.map((cadence) => ({ id: cadence, cadence }));
const sparse = (change: Partial<FeedbackRhythm>) =>
  rhythmAdvice({ ...quarterly, ...change }).filter(({ code }) => code === 'CHECKPOINTS_TOO_SPARSE');
const dense = (change: Partial<FeedbackRhythm>) =>
  rhythmAdvice({ ...quarterly, ...change }).filter(({ code }) => code === 'CHECKPOINTS_TOO_DENSE');

describe('advice about checkpoints', () => {
  test('is not given where there is feedback every quarter and values come at least as often', () => {
    expect(rhythmAdvice(quarterly)).toEqual([]);
    expect(rhythmAdvice({ ...quarterly, metrics: metrics('day', 'week', 'month', 'quarter') })).toEqual([]);
  });

  test('is that more than six months pass without feedback: the longest such gap, between which two', () => {
    expect(sparse({ checkpoints: [] })).toEqual([{ code: 'CHECKPOINTS_TOO_SPARSE', at: ['monitoring', 'evaluation'] }]);
    expect(sparse({ checkpoints: on('2027-09-01') })).toEqual([
      { code: 'CHECKPOINTS_TOO_SPARSE', at: ['monitoring', '2027-09-01'] },
    ]);
    expect(sparse({ checkpoints: on('2027-04-01', '2027-11-15') })).toEqual([
      { code: 'CHECKPOINTS_TOO_SPARSE', at: ['2027-04-01', '2027-11-15'] },
    ]);
    expect(sparse({ monitoringFrom: null, checkpoints: on('2027-01-04') })).toHaveLength(1);
  });

  test('counts six months by the calendar: to the day is not more', () => {
    expect(sparse({ monitoringFrom: '2027-02-28', checkpoints: on('2027-08-28') })).toEqual([]);
    expect(sparse({ monitoringFrom: '2027-02-28', checkpoints: on('2027-08-29') })).toHaveLength(1);
    expect(sparse({ monitoringFrom: '2027-08-31', checkpoints: on('2028-02-29'), judgements: [] })).toEqual([]);
    expect(sparse({ monitoringFrom: '2027-08-31', checkpoints: on('2028-03-01'), judgements: [] })).toHaveLength(1);
  });

  test('is given too where nobody is ever told anything before the cycle closes', () => {
    const silent = { checkpoints: [], judgements: [] };
    expect(sparse(silent)).toEqual([{ code: 'CHECKPOINTS_TOO_SPARSE', at: ['monitoring', 'closes'] }]);
    expect(sparse({ ...silent, closesOn: '2027-08-08' })).toEqual([]);
    expect(sparse({ ...silent, monitoringFrom: null })).toEqual([]);
  });

  test('is that between two checkpoints a metric has no new value: the closest two, the slowest metric first', () => {
    expect(dense({ metrics: metrics('month', 'half-year', 'quarter', 'year') })).toEqual([
      { code: 'CHECKPOINTS_TOO_DENSE', at: ['checkpoint-3', 'checkpoint-4', 'year', 'half-year'] },
    ]);
    const monthly = on('2027-03-01', '2027-04-01', '2027-05-06', '2027-06-01');
    expect(dense({ checkpoints: monthly, metrics: metrics('day', 'week') })).toEqual([]);
    expect(dense({ checkpoints: monthly, metrics: metrics('month') })).toEqual([
      { code: 'CHECKPOINTS_TOO_DENSE', at: ['2027-05-06', '2027-06-01', 'month'] },
    ]);
    expect(dense({ checkpoints: on('2027-03-01', '2027-03-29'), metrics: metrics('month') })).toEqual([]);
  });

  test('says nothing of one checkpoint, of two on one day, of metrics of which nobody knows how often they come', () => {
    expect(dense({ checkpoints: on('2027-07-01'), metrics: metrics('year') })).toEqual([]);
    expect(dense({ checkpoints: on('2027-07-01', '2027-07-01'), metrics: metrics('year') })).toEqual([]);
    expect(dense({ metrics: [] })).toEqual([]);
  });

  test('does not depend on the order in which things are told', () => {
    const all = { ...quarterly, metrics: metrics('year', 'half-year') };
    const turned = {
      ...all,
      checkpoints: all.checkpoints.toReversed(),
      judgements: all.judgements.toReversed(),
      metrics: all.metrics.toReversed(),
    };
    expect(rhythmAdvice(turned)).toEqual(rhythmAdvice(all));
  });
});
