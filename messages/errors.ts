import type { RefusalCode } from '../domain/errors.js';
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
};
