import { exact, showNumber } from '../../domain/numbers.js';
import { hoursAndMinutes, type Term, type Value } from '../../domain/reports/index.js';
import type { Bilingual } from '../../messages/language.js';
import {
  actionStateNames,
  caseStateNames,
  cyclePage,
  outcomeOfCase,
  reportsPage,
  reportWordNames,
} from '../../messages/pages.js';
import { kindNames, outcomeNames, phaseNames, stageNames, stepName } from '../../messages/steps.js';
import type { Reader } from '../pages/reader.js';

function termName(term: Term): Bilingual {
  switch (term.of) {
    case 'word':
      return reportWordNames[term.id];
    case 'step':
      return kindNames[term.id];
    case 'outcome':
      return outcomeNames[term.id];
    case 'stage':
      return stageNames[term.id];
    case 'phase':
      return phaseNames[term.id];
    case 'severity':
      return cyclePage[term.id];
    case 'case':
      return caseStateNames[term.id];
    case 'case-outcome':
      return outcomeOfCase[term.id];
    case 'action':
      return actionStateNames[term.id];
  }
}

/** Rounded for reading, the exact form beside it where it is no finite decimal: `66.67 % (200/3)`. */
function percentText(printed: string): string {
  const rounded = printed.includes('/') ? showNumber(exact(printed), 2) : printed;
  return printed.includes('/') ? `${rounded} % (${printed})` : `${rounded} %`;
}

/** Milliseconds as hours and minutes. */
function hoursText(reader: Reader, ms: string): string {
  const { hours, minutes } = hoursAndMinutes(ms);
  return reader.t(reportsPage.hours(hours, minutes));
}

/** A value of a report as its reader sees it. */
export function valueText(reader: Reader, value: Value): string {
  switch (value.kind) {
    case 'none':
      return '–';
    case 'count':
      return String(value.count);
    case 'exact':
      return reader.score(value.exact);
    case 'percent':
      return percentText(value.exact);
    case 'amount':
      return reader.amount(value.minor);
    case 'day':
      return value.day;
    case 'instant':
      return reader.time(value.at);
    case 'wait':
      return reader.t(reportsPage.wait(reader.score(value.workdays), hoursText(reader, value.ms)));
    case 'text':
      return value.text;
    case 'named':
      return reader.name(value.name);
    case 'stepName':
      return reader.t(stepName({ kind: value.step, stepId: value.stepId, other: value.other }));
    case 'term':
      return reader.t(termName(value.term));
  }
}
