import type { Bilingual } from './language.js';

const of = (zh: string, en: string): Bilingual => ({ 'zh-CN': zh, en });

/** Appeals, growth, money, improvement plans, reports: what is wrong, and what to do. */
export const consequenceRefusals = {
  // Appeals and corrections
  TOOK_PART: of(
    '您参与过这项结果的评价、校准、发布或决定，不能再裁决申诉。请由其他人裁决。',
    'You rated, calibrated, published or decided what this appeal is about. Somebody who did not decides it.',
  ),
  CORRECTION_MISSING: of(
    '支持申诉时，请写明哪个指标值或评分应更正为多少。',
    'To grant an appeal, say which value or rating is corrected, and to what.',
  ),
  CORRECTION_TOO_EARLY: of(
    '结果发布之前，请由填报人直接修改；更正用于已发布的结果。',
    'Before results are published, whoever entered a figure changes it. Corrections are for published results.',
  ),
  VALUE_SETTLED: of(
    '这一天的数值已计入公布的结果，不能直接修改。请单元负责人申诉，或请人力资源提出更正（由第二人批准）。',
    'That day counts in published results and is not changed here. The head of the unit appeals, or HR asks for a correction that a second person approves.',
  ),
  // Growth: recognition, nomination, the next cycle
  RECOGNITION_NOT_PLANNED: of(
    '本周期的模板没有规定表彰条件，因此不能表彰。',
    'The template of this cycle names no criterion for recognition, so nobody can be recognized by it.',
  ),
  RECOGNITION_WITHOUT_GROUND: of(
    '该单元已公布的结果不符合模板的表彰条件。',
    "The unit's published result does not meet the template's criterion for recognition.",
  ),
  RECOGNITION_STANDS: of(
    '已经有一项同样的表彰（有效或待确认）。',
    'The same recognition is there already, in force or waiting for its confirmation.',
  ),
  RECOGNITION_SAME_PERSON: of(
    '提出表彰的人不能自己确认；请由人力资源部的另一人处理。',
    'Whoever gave a recognition does not confirm it: that is for a second person of HR.',
  ),
  RECOGNITION_SETTLED: of(
    '这项表彰已经处理过了。请刷新页面。',
    'That recognition has been settled already. Look again.',
  ),
  NOMINATION_TOO_EARLY: of(
    '结果公布以后才能提名晋升。',
    'Promotion can be nominated once the result of the unit is published.',
  ),
  NOMINATION_OPEN: of(
    '该单元已有一项提名正在进行，请先完成它。',
    'A nomination of this unit is under way: finish it first.',
  ),
  NOMINEE_NOT_OF_UNIT: of(
    '被提名人须是该单元的负责人或成员。',
    'Whoever is nominated heads the unit or is a member of it.',
  ),
  NOMINEE_ACTS: of(
    '任何人都不能提名自己，也不能决定对自己的提名。',
    'Nobody nominates themselves, or decides about it.',
  ),
  NOMINEE_GONE: of(
    '被提名人已离职，提名不能再提交或批准；请退回或另提他人。',
    'The person nominated has left: the nomination cannot be submitted or approved any more. Return it, or name somebody else.',
  ),
  NEXT_CYCLE_TOO_EARLY: of(
    '结果公布以后才能由此准备下一个周期。',
    'The next cycle starts from published results: publish them first.',
  ),
  NEXT_CYCLE_MODE: of(
    '演练的下一个周期也是演练，正式周期的下一个周期也是正式的。',
    'What follows a rehearsal is a rehearsal, and what follows a real cycle is a real one.',
  ),
  // Money: proposals, release, payroll
  PROPOSAL_UNANSWERED: of(
    '方案超出规则的界限（下限、上限或奖金池未分配）。请在说明中写明为什么仍然提交。',
    'The proposal goes beyond its bounds (a floor, a ceiling, or a pool that nobody shares). Say in the note why it stands.',
  ),
  RELEASE_TOO_EARLY: of(
    '还不能放行：列出的单元仍可申诉、申诉尚未决定，或仍有方案没有入账。',
    'It is too early to release: the units listed may still appeal, or an appeal or a posting is still pending.',
  ),
  RELEASE_MISSING: of(
    '放行尚未批准，不能生成工资导出。请等所有申诉期结束并批准放行。',
    'Nothing is released yet, so there is no payroll export. It comes once all windows are over and the release is approved.',
  ),
  NOTHING_TO_EXPORT: of('没有已入账的奖金可以导出。', 'No bonus was posted, so there is nothing to export.'),
  IMPROVEMENT_NOT_OFFERED: of('这个周期的模板没有改进计划。', "This cycle's template has no improvement plans."),
  RESULT_NOT_PUBLISHED: of(
    '结果还没有公布，请在公布之后再办理。',
    'The result is not published yet. Come back once it is.',
  ),
  CRITERION_NOT_MET: of(
    '这个单元自己的结果不符合改进计划的条件；名次不是理由。',
    "This unit's own result does not meet the criterion of an improvement plan; its rank is no ground.",
  ),
  IMPROVEMENT_OPEN: of(
    '这个单元已有正在进行的改进计划。请打开单元页面查看。',
    "An improvement plan of this unit is under way. Find it on the unit's page.",
  ),
  IMPROVEMENT_SETTLED: of(
    '针对这一结果的改进计划已有结论，不能再开一个。',
    'A plan on this very result has been settled; there is no second one.',
  ),
  NOTICE_TOO_SHORT: of(
    '首日太早：单元负责人要先得到通知。请选更晚的日期。',
    "The first day is too soon: the unit's head is given notice first. Choose a later one.",
  ),
  // Reports
  REPORT_TOO_LARGE: of(
    '这张清单太长，无法写成工作簿。请先筛选，或下载 CSV。',
    'The list is too long for a workbook. Filter it first, or take it as CSV.',
  ),
} as const;
