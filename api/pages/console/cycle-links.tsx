import type { VNode } from 'preact';
import {
  cyclePage,
  developmentPage,
  deviationPage,
  findingsPage,
  frame,
  improvementPage,
  itemPage,
  moneyPages,
  nextCyclePage,
  recognitionPage,
  reportsPage,
  strategyTree,
} from '../../../messages/pages.js';
import type { Bilingual } from '../../../messages/language.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { CycleView } from './cycle-page.js';

type Linked = Pick<CycleView, 'id' | 'may' | 'openFindings' | 'judged' | 'seeded'>;

/** The pages of a cycle that this reader may open, each with its name. */
function pagesOf({ id, may, openFindings, judged, seeded }: Linked): readonly (readonly [string, Bilingual])[] {
  const where = (open: boolean, ...pages: readonly (readonly [string, Bilingual])[]) => (open ? pages : []);
  return [
    ...where(
      may.goals,
      [links.strategyTree(id), strategyTree.title],
      [links.swotBoard(id), strategyTree.board],
      [links.deviations(id), deviationPage.title],
      [links.feedbackItems(id), itemPage.title],
      [links.development(id), developmentPage.title],
    ),
    ...where(may.values, [links.values(id), frame.values]),
    ...(openFindings === null ? [] : [[links.findings(id), findingsPage.openCount(openFindings)] as const]),
    ...where(may.money, [links.ledger(id), moneyPages.ledger], [links.payroll(id), moneyPages.payroll]),
    ...where(may.plans, [links.improvements(id), improvementPage.list]),
    ...where(may.reports, [links.reports(id), reportsPage.title]),
    ...where(may.audit, [links.cycleAudit(id), cyclePage.audit], [links.recognitions(id), recognitionPage.title]),
    ...where(may.steer && judged, [links.nextCycle(id), nextCyclePage.link]),
    ...where(seeded && may.audit, [links.learnt(id), nextCyclePage.learntTitle]),
  ];
}

export const CycleLinks = ({ reader, view }: { readonly reader: Reader; readonly view: Linked }): VNode => (
  <>
    {pagesOf(view).map(([href, name]) => (
      <span key={href}>
        {' · '}
        <a href={href}>{reader.t(name)}</a>
      </span>
    ))}
  </>
);
