import type { StepKind } from '../../domain/process/index.js';
import type { Bilingual } from '../language.js';
import { say } from './text.js';

/** What each kind of step asks of people. */
export const kindExplanations: Readonly<Record<StepKind, Bilingual>> = {
  goals: say(
    '写下本单元这一周期的目标：做到什么、从多少到多少、何时、支撑哪个战略目标、占多少权重。权重合计 100。',
    'Write the goals of your unit for this cycle: what, from where to where, by when, which objective it supports, its weight. Weights total 100.',
  ),
  plan: say(
    '写下达成目标的任务：谁负责、多少人天、何时、花多少钱。系统会核对人力和预算是否够。',
    'Write the tasks that get you there: who, how many person-days, when, at what cost. Capacity and budget are checked.',
  ),
  change: say(
    '申请变更已批准的目标或计划；批准后生成新版本，旧版本仍可查看。',
    'Ask to change approved goals or plans; once approved a new version is in force, the old one stays readable.',
  ),
  alignment: say(
    '两个单元的目标互相冲突或共用一个指标。后提交的一方写明如何并存，必要时提出一条护栏规则；另一方同意或反对。结束之前，双方的目标不能批准。',
    'Goals of two units conflict or share a metric. The one who submitted last says how they can stand side by side, with a guard where one is needed; the other agrees or objects. Until it has ended, the goals of neither are approved.',
  ),
  settlement: say(
    '两个单元没有谈成。由共同的上级裁定并写明理由，必要时定一条护栏规则。',
    'Two units did not come to terms. Their common superior settles it with a reason, and with a guard where one is needed.',
  ),
  checkpoint: say(
    '报告指标的当前值、任务进度和风险。已知的数值直接显示，不再询问。',
    'Report the values of your metrics, task progress and risks. Values already known are shown, not asked.',
  ),
  'self-evaluation': say(
    '填报全年数值，评价自己的定性目标。',
    "Bring the year's values and judge your own qualitative goals.",
  ),
  rating: say(
    '作为协作单元评价对方，每个分数附证据。',
    'Rate the cooperation of this unit; each rating needs evidence.',
  ),
  evaluation: say('作为上级评价，每个分数附证据。', 'Evaluate as the superior; each rating needs evidence.'),
  calibration: say(
    '发布前通看各单元的结果；确有必要时调整等级并写明理由。由第二人批准。',
    'Look across all units before publication; change a grade only with a reason. A second person approves.',
  ),
  publication: say(
    '公布结果。由第二人批准后，各单元即可看到。',
    'Publish the results. After a second person approves, units see them.',
  ),
  feedback: say(
    '与负责人面谈结果；对方确认或提出异议，并写下困难与建议。',
    'Talk the result over; the head of the unit acknowledges or disagrees, with difficulties and suggestions.',
  ),
  appeal: say('对结果提出申诉，由线外的人裁决。', 'Appeal against the result; someone outside the line decides.'),
  'appeal-2': say('第二次申诉，由另一方裁决。', 'Second appeal; another instance decides.'),
  correction: say(
    '更正已发布结果所依据的数值或评分，写明理由和证据。由第二人批准后重新计分；发放之后的差额计入储备。',
    'Correct a value or rating that a published result rests on, with reason and evidence. After a second person approves, results are computed anew; once payments are released, differences go to the reserve.',
  ),
  bonus: say(
    '提交算出的奖金方案（财务部自身除外），由财务审批。',
    "Submit the computed bonus proposal (without finance's own line); finance approves.",
  ),
  'bonus-own': say('提交财务部自身的奖金，由董事会审批。', "Submit finance's own bonus line; the board approves."),
  budget: say(
    '提交算出的下期预算方案（财务部自身除外），由财务审批。',
    "Submit the computed budget proposal (without finance's own line); finance approves.",
  ),
  'budget-own': say('提交财务部自身的预算，由董事会审批。', "Submit finance's own budget line; the board approves."),
  release: say('所有申诉期结束后放行发放。', 'Release the payments after all appeal windows.'),
  rules: say(
    '修改本周期的规则。提案列出每个受影响单元的前后对比；由第二人批准后才生效，退回即结束。',
    'Change the rules of this cycle. The proposal shows every unit before and after; it is in force only once a second person approves. Returned, it has ended.',
  ),
  nomination: say(
    '提名晋升：写明谁、晋升到什么、理由和依据。由董事会批准或退回；批准以后才告知本人。',
    'Nominate for promotion: who, to what, why, with evidence. The board approves or returns it; the person is told on approval only.',
  ),
  improvement: say(
    '结果符合模板的绝对条件。写明改进目标、措施、上级的支持和首日；由人力资源批准，单元负责人会收到通知并可申诉。',
    "The result meets the template's absolute criterion. Say goals, measures, what you give for them, and the first day. HR approves; the unit's head is told and may appeal.",
  ),
  'improvement-appeal': say(
    '对改进计划有异议时提出申诉，由线外的负责人裁定：支持则计划取消，驳回则照常开始。不申诉则到期自动开始。',
    'Appeal against the plan, if you wish; a head outside the line decides. Granted, it is cancelled; rejected, it begins. Without an appeal it begins when the window is over.',
  ),
  'improvement-talk': say(
    '到期面谈：记录日期、进展和约定事项；单元负责人确认或提出异议。',
    "A talk at its instant: say when it was held, the progress and what was agreed; the unit's head acknowledges or disagrees.",
  ),
  'improvement-outcome': say(
    '评定改进计划：通过、延长（另有一次面谈）或终止，写明理由；由人力资源批准。',
    'Judge the plan: passed, extended (with one more talk) or ended, and why. HR approves.',
  ),
};
