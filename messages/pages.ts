/** All texts of the pages, by area. A text that is missing in one language does not compile. */
export * from './pages/alignment.js';
export * from './pages/change.js';
export { frame, problemPage } from './pages/frame.js';
export { roleExplanations, roleNames, signIn } from './pages/sign-in.js';
export { inbox, mailbox } from './pages/inbox.js';
export { moneyPages } from './pages/money.js';
export { received, stepPage } from './pages/step-page.js';
export { kindExplanations } from './pages/kinds.js';
export { ruleNames } from './pages/rules.js';
export { fieldTexts, fieldWrong, findingSentence } from './pages/findings.js';
export { findingsPage } from './pages/organization-findings.js';
export { preflightTexts } from './pages/preflight.js';
export { contentFields, goalFields, taskFields } from './pages/contents.js';
export { cyclePage, cyclesPage, newCycle, rates } from './pages/console.js';
export { libraryPages, memberPage, unitPage } from './pages/unit.js';
export { auditPage } from './pages/audit.js';
export { journalActs, journalDetails } from './pages/journal.js';
export { freshnessNames, knownTexts, originNames, valuesPage } from './pages/values.js';
export { connectorsPage, scheduleNames } from './pages/connectors.js';
export { rulesPage, sectionNames } from './pages/what-if.js';
export { draftPage } from './pages/drafts.js';
export { cadenceNames, strategyKindNames, strategyPages, strategyTree } from './pages/strategy.js';
export {
  actionStateNames,
  caseStateNames,
  deviationPage,
  inboxMonitoring,
  notePage,
  outcomeOfCase,
  reportWords,
} from './pages/monitoring.js';
export { evidencePage } from './pages/evidence.js';
export { beforePage, oddTexts, ratingRoleNames } from './pages/before-publication.js';
export { workbookPage } from './pages/workbooks.js';
export {
  nextCyclePage,
  nominationFields,
  recognitionPage,
  recognitionStateNames,
  simplifyTexts,
  targetOriginNames,
} from './pages/growth.js';
export { tasksPage } from './pages/tasks.js';
export { goalPage, timelinePage, versionsPage } from './pages/plans.js';
export { appealFields } from './pages/appeals.js';
export {
  cataloguePage,
  developmentPage,
  developmentStateNames,
  itemActNames,
  itemKindNames,
  itemPage,
  itemStateNames,
  trainingActNames,
  trainingStateNames,
} from './pages/feedback.js';
export { resultPage } from './pages/result.js';
export {
  improvementFields,
  improvementPage,
  planEventNames,
  planStageNames,
  talkStateNames,
  verdictNames,
} from './pages/improvement.js';
// Reports
export { reportWordNames } from './pages/report-words.js';
export { chartUnitNames, reportLeads, reportNames, reportsPage } from './pages/reports.js';
