import type { RefusalCode } from '../domain/errors.js';
import { consequenceRefusals } from './consequence-refusals.js';
import { evaluationRefusals } from './evaluation-refusals.js';
import { feedbackRefusals } from './feedback-refusals.js';
import { fileRefusals } from './file-refusals.js';
import type { Bilingual } from './language.js';

const of = (zh: string, en: string): Bilingual => ({ 'zh-CN': zh, en });

/** What was refused and what to do; every code has its sentence, or this does not compile. */
export const refusalTexts: Readonly<Record<RefusalCode, Bilingual>> = {
  STEP_NOT_FOUND: of('没有这个步骤。请从收件箱重新打开。', 'There is no such step. Open it again from your inbox.'),
  STEP_NOT_OPEN: of(
    '这个步骤现在不能提交：尚未开放，或已提交待决定。您写的内容仍在草稿中。',
    'This step cannot be submitted now: it is not open yet, or waits for a decision. Your text is kept as a draft.',
  ),
  STEP_NOT_SUBMITTED: of(
    '还没有提交内容，暂时无法决定。',
    'Nothing has been submitted yet, so there is nothing to decide.',
  ),
  STEP_CLOSED: of(
    '这个步骤的时间窗口已关闭。如确有需要，请联系人力资源延长期限。',
    'The window of this step is over. If it matters, ask HR to extend it.',
  ),
  STEP_ENDED: of(
    '这个步骤已经结束，不能再改。需要修改请提出变更申请。',
    'This step has ended and cannot be changed. Ask for a change instead.',
  ),
  STALE_REVISION: of(
    '您打开页面之后，这个步骤已有变化。请查看最新内容后再提交，您的文字没有丢失。',
    'The step has changed since you opened it. Look at its present state and send again; your text is not lost.',
  ),
  NOT_YOUR_STEP: of(
    '这个步骤不由您办理。如需代办，请让本人设置代理。',
    'This step is not yours. If you should act for someone, they must name you as stand-in.',
  ),
  OWN_WORK: of('您提交了这份内容，不能由您决定。需要另一个人。', 'You submitted this, so somebody else must decide.'),
  OWN_UNIT: of('不能决定自己单元的事项。', 'Nobody decides about their own unit.'),
  REASON_MISSING: of('请写明理由。', 'Say why: a reason is needed.'),
  DECISION_NOT_OFFERED: of('这个步骤没有这种决定。', 'This step does not offer that decision.'),
  CYCLE_CLOSED: of('这个周期已经关闭。', 'This cycle is closed.'),
  CYCLE_NOT_RUNNING: of(
    '这个周期还没有开始运行，请稍后再试。',
    'This cycle is not running yet. Try again in a moment.',
  ),
  COMMAND_UNKNOWN: of('没有找到这条指令。', 'That command is not known.'),
  COMMAND_MISMATCH: of(
    '指令与收到的内容不一致，已拒绝并记录。',
    'The word does not match its command; it was refused and recorded.',
  ),
  CONTENT_INVALID: of('内容有误，请按标出的位置修改。', 'Some of the content is not right. See the places marked.'),
  FINDINGS_OPEN: of('检查发现错误，改正后才能提交。', 'The checks found errors. Correct them, then submit.'),
  WARNING_UNANSWERED: of(
    '检查给出了警告：请修改，或写明保留的理由。',
    'The checks gave warnings: change it, or say why you keep it.',
  ),
  EVIDENCE_MISSING: of('评分需要依据，请至少填写一条。', 'A rating needs evidence. Name at least one piece.'),
  PROPOSAL_CHANGED: of(
    '方案已经变化，请查看最新方案后再提交。',
    'The proposal has changed. Look at the present one before you go on.',
  ),
  ALIGNMENT_PENDING: of(
    '这些目标与另一单元的目标仍在对齐，结束后才能批准；现在可以退回。',
    'These goals are still being aligned with those of another unit. Approve once that has ended; they can be returned now.',
  ),
  GUARD_UNFIT: of(
    '护栏只能约束双方之一的 KPI 目标，并以双方相关的指标为条件；计分卡须按权重汇总。',
    'A guard holds down a goal of one of the two units, by a metric that this is about, on a scorecard that goes by weights.',
  ),
  CHANGE_OPEN: of(
    '本单元已有一个变更申请在进行，请先完成它。',
    'A change request of this unit is under way. Finish that one first.',
  ),
  CHANGE_TOO_LATE: of(
    '评估已经开始，目标和计划不能再变更。',
    'Evaluation has begun: goals and plans can no longer be changed.',
  ),
  CHANGE_WITHOUT_BASE: of(
    '本单元还没有批准的目标，直接修改目标草稿即可。',
    'This unit has no approved goals yet: simply write the goals themselves.',
  ),
  NOTHING_CHANGED: of(
    '与现行的目标和计划相同，没有可提交的变更。',
    'This is what is in force already: there is nothing to change.',
  ),
  BAD_JSON: of('请求内容不是有效的 JSON。', 'The body is not valid JSON.'),
  BODY_TOO_LARGE: of('内容过大，请缩短后再发送。', 'The body is too large. Shorten it and send again.'),
  UNSUPPORTED_TYPE: of(
    '不支持这种内容类型，请使用 application/json。',
    'That content type is not supported. Use application/json.',
  ),
  BODY_INVALID: of('请求内容有误，请按标出的位置修改。', 'Some fields are not right. See the places named.'),
  NOT_SIGNED_IN: of('请先登录。', 'Please sign in first.'),
  SIGN_IN_FAILED: of('用户名或密码不正确。', 'Name or password is wrong.'),
  FORBIDDEN: of('您没有查看或办理这一项的权限。', 'You may not see or do this.'),
  CSRF: of(
    '请求来自其他网站，已拒绝。请从本系统的页面操作。',
    'The request came from another site and was refused. Use the pages of this system.',
  ),
  NOT_FOUND: of('没有找到。', 'Not found.'),
  METHOD_NOT_ALLOWED: of('这个地址不支持该方法。', 'That method is not possible here.'),
  IDEMPOTENCY_KEY_MISSING: of('请求需要 Idempotency-Key 标头。', 'The request needs an Idempotency-Key header.'),
  IDEMPOTENCY_KEY_REUSED: of(
    '同一个 Idempotency-Key 已用于不同的内容。新的内容请用新的键。',
    'That Idempotency-Key was used with another body. Use a new key for a new act.',
  ),
  REQUEST_IN_PROGRESS: of('同样的请求正在处理中，请稍候。', 'The same request is being worked on. Wait a moment.'),
  DRAFT_CHANGED: of(
    '草稿已被他人修改。您的文字没有丢失，请对照后保存。',
    'Somebody else changed the draft. Your text is not lost; compare and save.',
  ),
  TOO_MANY_REQUESTS: of('尝试次数过多，请稍后再试。', 'Too many attempts. Try again later.'),
  ENGINE_AWAY: of('流程引擎暂时无法访问，请稍后再试。', 'The workflow engine is away. Try again later.'),
  DATABASE_AWAY: of('数据库暂时无法访问，请稍后再试。', 'The database is away. Try again later.'),
  INTERNAL: of(
    '系统出错，已记录。请提供请求编号以便查找。',
    'Something went wrong and was recorded. Name the request id when you ask about it.',
  ),
  IMPORT_INVALID: of(
    '文件有误，没有导入任何内容。请按列出的位置修改。',
    'The file is not right; nothing was imported. See the list.',
  ),
  ID_DUPLICATE: of('编号重复。', 'An id stands twice.'),
  ID_UNKNOWN: of('引用了不存在的编号。', 'An id is not known.'),
  TREE_CIRCLE: of('组织结构中有循环。', 'The tree has a circle.'),
  UNIT_WITHOUT_HEAD: of('有单元没有负责人。', 'A unit has no head.'),
  ROOT_NOT_SINGLE: of('组织必须恰好有一个顶层单元。', 'There must be exactly one root unit.'),
  PERIOD_INVALID: of('周期的结束日期必须晚于开始日期。', 'The period must end after it starts.'),
  TEMPLATE_INVALID: of('模板有误，请按列出的位置修改。', 'The template is not right. See the list.'),
  TEMPLATE_WITHOUT_STEPS: of('模板至少要有一个步骤。', 'A template has at least one step.'),
  TEMPLATE_FROZEN: of('使用中的模板版本不能修改，请新建版本。', 'A revision in use cannot be changed. Make a new one.'),
  CYCLE_EXISTS: of('这个编号的周期已经存在。', 'A cycle with this id exists already.'),
  CYCLE_PREFLIGHT_FAILED: of(
    '启动前检查未通过，请先处理列出的问题。',
    'The checks before the start found errors. Settle them first.',
  ),
  NOT_A_REHEARSAL: of('只有演练周期才能调整时钟。', 'Only a rehearsal has a clock to move.'),
  VALUE_WITHOUT_REASON: of('更正已有的数值需要写明理由。', 'Correcting a value needs a reason.'),
  METRIC_NOT_YOURS: of('这个指标不归您填报。', 'That metric is not yours to report.'),
  CONNECTOR_NOT_TRIED: of(
    '这个版本还没有试采成功，不能启用。请先试采。',
    'This version has not been tried with success, so it cannot be switched on. Try it first.',
  ),
  PUBLICATION_BLOCKED: of(
    '仍有单元没有结果，暂不能发布。',
    'Some units have no result yet, so nothing can be published.',
  ),
  RULES_UNCHANGED: of(
    '与现行规则没有差别，无需提案。请先修改规则。',
    'These are the rules in force already. Change something before you propose.',
  ),
  RULES_SETTLED: of(
    '这部分规则已不能修改：结果或方案已据此提交、公布或入账。如确有需要，请先退回已提交的步骤。',
    'These rules are settled: results or amounts by them were submitted, published or posted. Have the submitted step returned first, if it still can be.',
  ),
  RULES_OUTDATED: of(
    '提案之后又有新规则生效，提案中的影响已不准确。请退回，并按现行规则重新提案。',
    'Other rules have come into force since this was computed, so its effects no longer hold. Return it and propose anew.',
  ),
  RULES_NOT_TAKEN_UP: of(
    '新规则刚刚生效，正在重新计算。请稍候片刻，查看新的结果后再提交。',
    'New rules have just come into force and are being applied. Wait a moment, look at the new figures, then submit.',
  ),
  FINDING_NOT_STANDING: of(
    '检查中没有这个问题：可能已经改正。请刷新清单。',
    'The checks find no such thing now; it may have been mended. Look at the list again.',
  ),
  FINDING_OF_UNIT: of(
    '这个问题由该单元自己改正，或在提交时写明保留的理由。',
    'That is for the unit itself to mend, or to answer when it submits.',
  ),
  FINDING_SETTLED: of(
    '这个问题已有处理意见，不能再改。',
    'That finding has been settled already; the word on it stays as it is.',
  ),
  DRAFT_TAG_MISSING: of(
    '保存草稿需要 If-Match（您看到的版本），第一次保存用 If-None-Match: *。请先读取草稿。',
    'Saving a draft needs If-Match with the version that was seen, or If-None-Match: * for the first. Read the draft, then save.',
  ),
  DRAFT_TAG_INVALID: of(
    '草稿的版本标签无效：请写您看到的那一个版本，例如 If-Match: "3"。',
    'That is no version of a draft: name the one that you saw, such as If-Match: "3".',
  ),
  TASK_NOT_YOURS: of(
    '只有任务的负责人可以报告进度。如需更换负责人，请联系单元负责人。',
    "Only a task's owner reports its progress. If it should be yours, ask the head of the unit.",
  ),
  TASK_ENDED: of(
    '这项任务已不在现行计划中，无需再报告进度。请查看现行计划。',
    'This task is no longer part of the plan in force, so there is nothing to report. Look at the present plan.',
  ),
  TASK_REPLACED: of(
    '您打开之后，这项任务已被新版计划替换。请查看新的内容后再报告；您的文字没有丢失。',
    'A newer plan has changed this task since you opened it. Look at it as it is now, then report again; your text is not lost.',
  ),
  STRATEGY_TAG_MISSING: of(
    '请说明您看到的是哪一版：修改已有条目用 If-Match，新增用 If-None-Match: *。',
    'Say which version you saw: If-Match for what is there, If-None-Match: * for what is new.',
  ),
  STRATEGY_CHANGED: of(
    '您打开之后，这一条已被他人修改。没有覆盖任何内容：请对照现有内容后再保存。',
    'Somebody else changed this entry after you opened it. Nothing was overwritten: compare with what is there, then save.',
  ),
  STRATEGY_IN_USE: of(
    '这一条仍在使用中，不能删除。请先处理列出的各处。',
    'This entry is in use and cannot be taken out. See to the places listed first.',
  ),
  METRIC_NEW_IN_REHEARSAL: of(
    '演练中可以修改已有指标，但不能新增：指标的数值要记在正式组织已有的指标之下。',
    'A rehearsal can change metrics that are there, but not add new ones: values are kept under metrics of the real organization.',
  ),
  COOPERATION_SETTLED: of(
    '由谁评价协作在周期启动时确定，运行中的周期不再改变。',
    'Who rates whom is settled when a cycle starts; a running one keeps it.',
  ),
  DEVIATION_CLOSED: of(
    '这个偏差已经结束，不再需要措施。请刷新页面。',
    'This deviation is over and needs no action any more. Look at the page again.',
  ),
  ACTION_NOT_YOURS: of(
    '这个偏差由其责任人或单元负责人处理。',
    'That deviation is for its owner or the head of the unit to act on.',
  ),
  ACTION_CHANGED: of(
    '您打开页面之后，措施已有变化。请查看最新内容后再写，您的文字没有丢失。',
    'The action has changed since you opened it. Look at its present state and write again; your text is not lost.',
  ),
  ACTION_MISSING: of(
    '没有正在进行的措施。请先写明措施和期限。',
    'There is no action under way. Name one first, with a due date.',
  ),
  DUE_NOT_AHEAD: of('请填写期限，不得早于今天。', 'Give a due date that is not before today.'),
  OWNER_NOT_IN_UNIT: of(
    '责任人必须是本单元或下级单元的在职人员。',
    'The owner must be an active person of this unit or of one below it.',
  ),
  FOLLOW_UP_MISSING: of(
    '请说明每项正在进行的纠偏措施进展如何。',
    'Say of every corrective action under way how it stands.',
  ),
  ASK_NOT_OPEN: of(
    '这项请求已有答复，或已撤回。请刷新页面。',
    'That request was answered or withdrawn already. Look again.',
  ),
  ASK_NOT_YOURS: of('这项请求由上级负责人答复。', 'That request is for the head above to answer.'),
  GOAL_NOT_IN_FORCE: of('没有这个有效的目标。', 'No such goal is in force.'),
  NOT_IN_LINE: of(
    '只有单元负责人和上级负责人可以写辅导记录。',
    'Coaching notes are written by the head of the unit and the heads above.',
  ),
  NOTE_TURN: of(
    '请等对方答复；有新的内容请另写一条。',
    'The other side answers next. For something new, write a note of its own.',
  ),
  TEXT_MISSING: of('请写明内容。', 'Write something: the text is missing.'),
  ...evaluationRefusals,
  ...feedbackRefusals,
  ...fileRefusals,
  ...consequenceRefusals,
};
