import type { Bilingual } from './language.js';

const of = (zh: string, en: string): Bilingual => ({ 'zh-CN': zh, en });

/** Refusals about the talk, and about items, development plans and training that come of it. */
export const feedbackRefusals = {
  TALK_NOT_HELD_YET: of(
    '面谈日期不能晚于今天。请在面谈之后提交。',
    'The day of the talk lies ahead. Submit it once the talk was held.',
  ),
  TALK_BEFORE_RESULT: of(
    '面谈日期不能早于结果公布之日：公布之前的谈话不算结果面谈。',
    'The day of the talk is before the result was published: an earlier talk does not tell it.',
  ),
  ITEM_NOT_YOURS: of(
    '这一项由其责任人答复，由提出的单元负责人确认，由上级或人力资源指定责任人。',
    'That item is answered by its owner, confirmed by the head of the unit that named it, and passed on by the superior or HR.',
  ),
  ITEM_CHANGED: of(
    '您打开页面之后，这一项已有变化。请查看最新内容后再写，您的文字没有丢失。',
    'This item has changed since you opened it. Look at its present state and write again; your text is not lost.',
  ),
  ITEM_CLOSED: of('这一项已由单元确认，不再变动。', 'The unit has confirmed this item; it is over.'),
  ITEM_SETTLED: of(
    '已写明结果，正等待单元确认或退回。',
    'Its outcome was told already; it waits for the unit to confirm or reopen it.',
  ),
  ITEM_NOT_SETTLED: of('还没有结果，暂不能确认或退回。', 'There is no outcome yet to confirm or reopen.'),
  ITEM_OWNER_UNFIT: of(
    '责任人须是在职的人力资源人员或其他单元的负责人，不能是提出该项的单元自己的负责人。',
    'The owner must be an active person of HR or the head of another unit, not the head of the unit that named it.',
  ),
  ITEM_UNKNOWN: of('本单元没有这一项困难或建议。', 'This unit has named no such difficulty or suggestion.'),
  LINE_UNKNOWN: of('本单元的结果中没有这一考核项。', "The unit's result has no such part."),
  DEVELOPMENT_NOT_YOURS: of(
    '发展计划由单元负责人、上级或人力资源填写。',
    'Development plans are written by the head of the unit, the heads above and HR.',
  ),
  DEVELOPMENT_CHANGED: of(
    '您打开页面之后，这一条已有变化。请查看最新内容后再写，您的文字没有丢失。',
    'This entry has changed since you opened it. Look at its present state and write again; your text is not lost.',
  ),
  DEVELOPMENT_OVER: of('这一条已经结束。需要继续的话请另开一条。', 'This entry is over. Open another one to go on.'),
  DEVELOPMENT_NEW: of('新的一条从「计划」开始。', 'A new entry begins as planned.'),
  PERSON_NOT_IN_UNIT: of('此人不是本单元的在职成员或负责人。', 'That person is no active member or head of this unit.'),
  SUPPORTER_UNKNOWN: of('没有这位在职人员。', 'There is no such active person.'),
  TRAINING_CHANGED: of(
    '您打开页面之后，这门培训已有变化。请查看最新内容后再写。',
    'This training has changed since you opened it. Look at its present state and write again.',
  ),
  TRAINING_NOT_OFFERED: of(
    '培训目录中没有这门培训，或已停用。',
    'The catalogue does not offer that training, or no longer.',
  ),
  TRAINING_CURRENCY: of(
    '培训费用的币种与本周期不同，无法计入预算。请由人力资源改写目录。',
    'The cost of that training is in another currency than the cycle, so it cannot be counted. HR can rewrite it in the catalogue.',
  ),
  TRAINING_ASSIGNED: of('此人在本周期已有这门培训。', 'That person has this training in this cycle already.'),
  TRAINING_OVER_BUDGET: of(
    '超出单元的培训预算，没有安排。请取消其他培训，或请人力资源、财务调整预算。',
    'That is more than is left of the training budget of the unit, so nothing was assigned. Cancel another training, or ask HR or finance for more.',
  ),
  TRAINING_BUDGET_SPENT: of('预算不能低于已安排的费用。', 'The budget cannot be less than what is assigned already.'),
  TRAINING_BUDGET_CHANGED: of(
    '您打开页面之后，预算已有变化。请查看最新内容后再写。',
    'The budget has changed since you opened it. Look at its present state and set it again.',
  ),
  TRAINING_OWN: of(
    '完成由本人说明，由单元负责人、上级或人力资源确认；没有人确认自己的培训。',
    'Who was trained says that it is done, the head, a head above or HR confirms it; nobody confirms their own.',
  ),
  TRAINING_OVER: of('这次培训已经结束或取消。', 'That training is over, or was cancelled.'),
  TRAINING_SAID_DONE: of('已说明完成，正等待确认。', 'It was said to be done already and waits to be confirmed.'),
  TRAINING_NOT_DONE: of('本人还没有说明完成，暂不能确认或退回。', 'The person has not said yet that it is done.'),
} as const satisfies Readonly<Record<string, Bilingual>>;
