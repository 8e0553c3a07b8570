import type { Field } from '../../../domain/rights/index.js';

/** `open`: whoever gets the answer; `step`: whoever sees the step of the address; `rows`: row by row, which the marks judge. */
export type Group = Field | 'open' | 'step' | 'rows';

/**
 * Every path of every answer of the API at which something can stand, by the group it belongs to. `**` is all below: a
 * document, seen as a whole or not at all. A path that is nowhere here fails the walk.
 */
export const keysOfRoutes: Readonly<Record<string, Readonly<Partial<Record<Group, string>>>>> = {
  'GET /api/v1/commands/:id': {
    open: 'act bodyDigest cycleId id receivedAt state stepId',
  },
  'GET /api/v1/connectors': {
    open: 'items[].definition.** items[].id items[].version items[].writtenAt items[].writtenBy',
  },
  'GET /api/v1/connectors/:id': {
    open: `
      definition.** id version versions[].definition.** versions[].version versions[].writtenAt
      versions[].writtenBy writtenAt writtenBy`,
  },
  'GET /api/v1/cycles': {
    open: `
      items[].book items[].clock.held items[].clock.now items[].clock.quiet items[].clock.rate
      items[].clock.undecided items[].closesAt items[].currency items[].id items[].mode
      items[].periodEnd items[].periodStart items[].phase items[].phases[].id items[].phases[].opensAt
      items[].player.kind items[].rootUnit items[].rulesRevision items[].startedBy items[].state
      items[].subjects[] items[].templateId items[].templateRevision items[].title items[].zone`,
  },
  'GET /api/v1/cycles/:id': {
    open: `
      book clock.held clock.now clock.quiet clock.rate clock.undecided closesAt currency id mode
      periodEnd periodStart phase phases[].id phases[].opensAt player.kind rootUnit rulesRevision
      startedBy state subjects[] templateId templateRevision title zone`,
  },
  'GET /api/v1/cycles/:id/asks': {
    open: 'items[].answer.** items[].at items[].by items[].cycleId items[].id items[].stepId items[].text items[].unitId',
  },
  'GET /api/v1/cycles/:id/deviation-cases': {
    rows: `
      items[].action.action items[].action.at items[].action.by items[].action.dueOn
      items[].action.note items[].action.principal items[].action.state items[].action.version
      items[].cycleId items[].goalId items[].id items[].openedAt items[].owner items[].seenAt
      items[].severity items[].since items[].state items[].title items[].unitId items[].whole`,
  },
  'GET /api/v1/cycles/:id/deviation-cases/:case': {
    action: 'action.action action.note actions[].**',
    open: `
      action.at action.by action.dueOn action.principal action.state action.version cycleId goalId id
      openedAt owner seenAt severity since state title unitId whole`,
  },
  'GET /api/v1/cycles/:id/deviations': {
    rows: 'items[].goalId items[].line.** items[].on items[].severity items[].title items[].unitId',
  },
  'GET /api/v1/cycles/:id/findings': {
    open: `
      items[].about[].id items[].about[].titleEn items[].about[].titleZh items[].about[].unit
      items[].at[] items[].code items[].scope items[].severity items[].state items[].units[]`,
  },
  'GET /api/v1/cycles/:id/goals/*goal': {
    progress: 'tasks[].** values[].** deviations[].**',
    rows: 'serving.**',
    open: `
      goal.** id metric.id metric.measuredIn metric.titleEn metric.titleZh objective.id
      objective.titleEn objective.titleZh state unit.id unit.nameEn unit.nameZh versions[].goal.**
      versions[].validFrom versions[].version`,
  },
  'GET /api/v1/cycles/:id/journal': {
    rows: `
      items[].contentDigest items[].principalId
      items[].act items[].actorId items[].at items[].attempt items[].cycleId items[].data.**
      items[].hash items[].prevHash items[].principalId items[].reviewId items[].seq items[].stepId
      items[].wallAt verification.results`,
  },
  'GET /api/v1/cycles/:id/ledger': {
    rows: `
      items[].amountMinor items[].approvedBy items[].attempt items[].currency items[].effectKey
      items[].id items[].ofKind items[].postedWith items[].kind items[].postedAt items[].unitId`,
  },
  'GET /api/v1/cycles/:id/notes': {
    open: `
      items[].answers[].**
      items[].at items[].by items[].goalId items[].id items[].principal items[].reference items[].side
      items[].text items[].title items[].unitId`,
  },
  'GET /api/v1/cycles/:id/notes/:note': {
    open: 'answers[].** at by goalId id principal reference side text title unitId',
  },
  'GET /api/v1/cycles/:id/proposals': {
    open: 'items[].answer.** items[].attempt items[].digest items[].document.** items[].postedAt items[].proposedAt items[].kind',
  },
  'GET /api/v1/cycles/:id/reviews/:unit': {
    rows: 'steps[].outcome',
    open: `
      steps[].attempt steps[].closesAt steps[].cycleId steps[].deciderRule steps[].dueAt steps[].id
      steps[].kind steps[].opensAt steps[].phase steps[].planId steps[].raterUnitId steps[].reviewId
      steps[].revision steps[].state steps[].submitterRule steps[].unitId`,
  },
  'GET /api/v1/cycles/:id/reviews/:unit/change-requests/:n/effects': {
    open: 'goals.** tasks.** weights[].** load[].** score.**',
  },
  'GET /api/v1/cycles/:id/reviews/:unit/history': {
    open: 'workflowId',
  },
  'GET /api/v1/cycles/:id/reviews/:unit/journal': {
    rows: `
      items[].contentDigest items[].principalId
      items[].act items[].actorId items[].at items[].attempt items[].cycleId items[].data.**
      items[].hash items[].prevHash items[].principalId items[].reviewId items[].seq items[].stepId
      items[].wallAt`,
  },
  'GET /api/v1/cycles/:id/reviews/:unit/result': {
    rating: 'facts.facts.*.ratings[].**',
    open: `
      facts.** result.** scorecard.** lines.** calibratedGrade calibrationReason explanation[] grade
      publishedAt scoredAt status total unitId version`,
  },
  'GET /api/v1/cycles/:id/reviews/:unit/steps/*step': {
    cost: 'versions[].content.tasks[].costMinor',
    talk: 'versions[].content.asks versions[].content.followUps[].**',
    step: 'outcome versions[].**',
    draft: 'draft.**',
    open: `
      attempt closesAt cycleId deciderRule dueAt id kind opensAt phase planId raterUnitId reviewId
      revision state submitterRule unitId`,
  },
  'GET /api/v1/cycles/:id/reviews/:unit/steps/*step/draft': {
    open: 'content.** savedAt savedBy version',
  },
  'GET /api/v1/cycles/:id/reviews/:unit/tasks/*task/progress': {
    open: `
      items[].at items[].by items[].byEn items[].byZh items[].id items[].note items[].percent
      items[].principal`,
  },
  'GET /api/v1/cycles/:id/reviews/:unit/versions/:part': {
    cost: 'items[].rows[].costMinor',
    open: `
      items[].by.id items[].by.kind items[].by.nameEn items[].by.nameZh items[].by.stepId
      items[].number items[].rows[].effortDays items[].rows[].end items[].rows[].goal
      items[].rows[].id items[].rows[].owner items[].rows[].start items[].rows[].title
      items[].rows[].unit items[].validFrom`,
  },
  'GET /api/v1/cycles/:id/reviews/:unit/versions/:part/comparison': {
    cost: 'unchanged[].costMinor',
    open: `
      from to unchanged[].effortDays unchanged[].end unchanged[].goal unchanged[].id unchanged[].owner
      unchanged[].start unchanged[].title unchanged[].unit`,
  },
  'GET /api/v1/cycles/:id/rules': {
    open: 'revision rules.**',
  },
  'GET /api/v1/cycles/:id/units': {
    open: 'items[].current items[].done items[].open items[].overdue items[].submitted items[].unitId',
  },
  'GET /api/v1/uploads/:upload': {
    open: `
      behind createdAt digest empty expiresAt fileName id lists[].** target.of`,
  },
  'GET /api/v1/cycles/:id/calibration': { calibration: '**' },
  'GET /api/v1/cycles/:id/feedback-items': { rows: '**' },
  'GET /api/v1/cycles/:id/feedback-items/:item': { item: '**' },
  'GET /api/v1/cycles/:id/development': { rows: 'items[].**' },
  'GET /api/v1/cycles/:id/development/:entry': { development: '**' },
  'GET /api/v1/cycles/:id/training-assignments': { rows: 'items[].**' },
  'GET /api/v1/cycles/:id/training-assignments/:assignment': { 'training-budget': 'costMinor', training: '**' },
  'GET /api/v1/trainings': { catalogue: 'items[].**' },
  'GET /api/v1/cycles/:id/trainings': { catalogue: 'items[].**' },
  'GET /api/v1/cycles/:id/learnt': { open: 'fromCycle targets learnt.** seededBy seededAt' },
  'GET /api/v1/cycles/:id/payroll-exports': { payroll: 'items[].**' },
  'GET /api/v1/cycles/:id/improvement-plans': { rows: 'items[].**' },
  'GET /api/v1/cycles/:id/reviews/:unit/improvement-plans': { improvement: 'items[].**' },
  'GET /api/v1/cycles/:id/reviews/:unit/improvement-plans/:n': { improvement: '**' },
  'GET /api/v1/cycles/:id/reviews/:unit/steps/*step/files': { step: 'items[].**' },
  'GET /api/v1/cycles/:id/reports/:report/lists/:list': { rows: 'items[][].** columns[].** facets[] count' },
  'GET /api/v1/cycles/:id/improvement-candidates': { open: 'items[].grade items[].total items[].unitId' },
  'GET /api/v1/cycles/:id/lesson': { rows: 'cases[].id cases[].situation passed' },
  'GET /api/v1/cycles/:id/next-cycle': { open: 'goals[].** history[].** learnt.** request.** targets' },
  'GET /api/v1/cycles/:id/recognitions': { recognition: 'criterion.** proposals[].** items[].**' },
  'GET /api/v1/cycles/:id/reports/:report': { rows: 'kind figures[].** tables[].** charts[].** lists[].**' },
  'GET /api/v1/cycles/:id/reports': { rows: 'reports[]' },
  'GET /api/v1/cycles/:id/training-budgets': { rows: 'currency total.** items[].**' },
  'GET /api/v1/cycles/:id/postings': { proposal: '**' },
  'GET /api/v1/me': {
    rows: 'heads[] memberOf[] id nameEn nameZh roles[]',
  },
  'GET /api/v1/me/plan-tasks': {
    rows: `
      items[].closed items[].cycleId items[].cycleTitle items[].effortDays items[].end items[].goal
      items[].goalTitle items[].id items[].now items[].owner items[].ownerEn items[].ownerZh
      items[].progress items[].rehearsal items[].report.at items[].report.by items[].report.byEn
      items[].report.byZh items[].report.note items[].report.percent items[].report.principal
      items[].start items[].title items[].unit items[].unitEn items[].unitZh items[].version
      items[].zone`,
  },
  'GET /api/v1/me/tasks': {
    rows: `
      items[].act items[].attempt items[].cycleId items[].cycleTitle items[].dueAt items[].kind
      items[].mode items[].now items[].opensAt items[].principal items[].principalEn
      items[].principalZh items[].revision items[].stepId items[].unitEn items[].unitId items[].unitZh`,
  },
  'GET /api/v1/metric-values': {
    rows: `
      items[].freshness items[].id items[].measuredIn items[].source items[].titleEn items[].titleZh
      items[].unit`,
  },
  'GET /api/v1/organization': {
    open: `
      persons[].heads[] persons[].id persons[].memberOf[] persons[].nameEn persons[].nameZh
      persons[].roles[] units[].head units[].id units[].kind units[].nameEn units[].nameZh
      units[].parent`,
  },
  'GET /api/v1/personas': {
    open: 'items[].heads[] items[].id items[].memberOf[] items[].nameEn items[].nameZh items[].roles[]',
  },
  'GET /api/v1/strategy': {
    rows: 'capacity[].**',
    open: `
      metrics[].accrual metrics[].better metrics[].id metrics[].measuredIn metrics[].source
      metrics[].tension[] metrics[].title metrics[].titleEn metrics[].unit objectives[].id
      objectives[].title objectives[].titleEn swot[].id swot[].key swot[].kind swot[].title
      swot[].titleEn`,
  },
  'GET /api/v1/strategy/:kind': {
    open: 'items[].book items[].content.** items[].etag items[].id items[].kind items[].version',
  },
  'GET /api/v1/strategy/:kind/:id': {
    open: 'book content.** etag id kind version',
  },
  'GET /api/v1/strategy/:kind/:id/versions': {
    open: 'items[].at items[].book items[].content.** items[].version items[].way',
  },
  'GET /api/v1/templates': {
    open: 'items[].document.** items[].id items[].revision',
  },
  'GET /api/v1/templates/:id': {
    open: 'items[].document.** items[].id items[].revision',
  },
  'GET /api/v1/templates/:id/explanation': {
    open: 'id language revision sections[].id sections[].sentences[] sections[].title',
  },
};
