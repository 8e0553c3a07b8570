import type { LessonCase } from '../domain/lesson.js';
import type { Bilingual } from './language.js';
import { say, texts } from './pages/text.js';

/** The page of the raters' lesson. */
export const lessonPage = texts({
  title: say('评分人短课', "The raters' lesson"),
  lead: say(
    '十分钟：目标怎么定，分数怎么打，再给三个案例打分，与有经验的评分人商定的答案对照。',
    'Ten minutes: how to set goals, how to rate, and three cases to rate, with the answer beside yours that experienced raters agreed on.',
  ),
  asked: (n: number) =>
    n === 0
      ? say(
          '本周期要求先完成短课，再提交评价：三个案例都要作答。',
          'This cycle asks for it before ratings are submitted: answer all three cases.',
        )
      : say(
          `本周期要求先完成短课，再提交评价：三个案例中至少 ${n} 个与商定的答案一致。可以重做，次数不限。`,
          `This cycle asks for it before ratings are submitted: at least ${n} of the three cases as agreed. Try again as often as you like.`,
        ),
  notAsked: say('本周期不要求，供您阅读。', 'This cycle does not ask for it; read it if you like.'),
  passed: say('您已完成，可以提交评价。', 'You have taken it: your ratings can be submitted.'),
  notPassed: (agreed: number) =>
    say(
      `这次有 ${agreed} 个与商定的答案一致，还不够。请看每个案例的说明后再试一次。`,
      `${agreed} as agreed this time, which is not enough yet. Read why below, and try again.`,
    ),
  cases: say('三个案例', 'Three cases'),
  case: (n: number) => say(`案例 ${n}`, `Case ${n}`),
  yours: say('您的分数', 'Your rating'),
  agreed: say('商定的答案', 'The agreed answer'),
  scale: say(
    '1 远未达到约定 · 3 达到约定 · 5 明显超出约定',
    '1 far from what was agreed · 3 as agreed · 5 clearly beyond it',
  ),
  answer: say('提交答案', 'Answer'),
  again: say('再试一次', 'Try again'),
  answerAll: say('三个案例都要打分。', 'Rate all three cases.'),
  attempts: (n: number) => say(`已作答 ${n} 次`, n === 1 ? 'answered once' : `answered ${n} times`),
  toLesson: say('去上短课', 'Take the lesson'),
});

/** What is to be read, in order. */
export const lessonParts: readonly { readonly title: Bilingual; readonly points: readonly Bilingual[] }[] = [
  {
    title: say('目标怎么定', 'How to set goals'),
    points: [
      say(
        '写出结果，不写活动：“新客户 20 → 120”，而不是“加强拓展”。',
        'Name the result, not the activity: “new customers 20 → 120”, not “more effort in the market”.',
      ),
      say(
        '每个目标有指标或评价标准、基线、目标值和期限；到期那天，任何人都能判断是否达到。',
        'Each goal has a metric or a rubric, a baseline, a target and a day: on that day anybody can tell whether it is met.',
      ),
      say(
        '少而重要：权重低于 5 的目标只会分散注意力。',
        'Few and important: a goal that weighs less than 5 only takes attention away.',
      ),
      say(
        '先看别的单元：我的目标达到了，会不会正好妨碍了他们的？',
        'Look at the other units first: would meeting this goal keep them from meeting theirs?',
      ),
    ],
  },
  {
    title: say('分数怎么打', 'How to rate'),
    points: [
      say('评的是约定的事，不是这个人，也不是印象。', 'Rate what was agreed, not the person and not the impression.'),
      say(
        '先找依据，再打分：报告、辅导记录、文件或地址。没有依据的是看法，写在评语里。',
        'Find the evidence first, then rate: a report, a coaching note, a file, an address. What has none is an opinion and belongs in the comment.',
      ),
      say('看全年，不只看最近几周。', 'Look at the whole year, not at the last weeks.'),
      say(
        '一项一项地打：一项好，不等于项项好。',
        'One item at a time: being good at one thing says nothing about the next.',
      ),
      say(
        '不要都打中间：分不出高低的分数帮不了任何人。',
        'Do not hide in the middle: ratings that are all alike help nobody.',
      ),
      say(
        '自己的单元不由自己打分，代理别人时也一样。',
        'Nobody rates their own unit, not even as a stand-in for somebody else.',
      ),
    ],
  },
];

export const lessonCaseTexts: Readonly<Record<LessonCase, { readonly situation: Bilingual; readonly why: Bilingual }>> =
  {
    halo: {
      situation: say(
        '约定：每周一前更新交付日期，全年 52 周至少做到 46 周。系统记录：31 周。这个单元的负责人待人热情，汇报出色，年会上获得好评。',
        'Agreed: delivery dates are shared by Monday, in at least 46 of 52 weeks. The record shows 31 weeks. The head of the unit is warm, presents brilliantly and was applauded at the annual meeting.',
      ),
      why: say(
        '2 分。31 周明显低于 46 周，但大半年做到了，不是 1 分。汇报出色与这一项无关：一处出色让别处也显得好，叫光环效应。',
        '2. 31 weeks are clearly short of 46, yet it was done most of the year, so not a 1. The presentations are another matter: one bright spot that lights up all the rest is the halo effect.',
      ),
    },
    recent: {
      situation: say(
        '约定：协作请求一个工作日内答复。三月、六月、九月的报告都写明做到了。十二月出了两次故障，大家都很恼火，但两次的答复也都在一个工作日内。',
        'Agreed: requests from other units are answered within one working day. The reports of March, June and September say that they were. In December there were two outages and everybody was annoyed; both times the answer came within one working day.',
      ),
      why: say(
        '3 分。约定的是答复时限，全年做到了，包括十二月。被最近的不快左右，叫近因效应；故障本身如果要评，应是另一项。',
        '3. What was agreed is the time to answer, and it was kept all year, in December too. Letting the latest annoyance decide is the recency effect; the outages, if they are to be rated, are another item.',
      ),
    },
    middle: {
      situation: say(
        '约定：按联合计划配合新品上市。记录：计划全部按期完成；另外，这个单元主动借出两名工程师六周，使另一个部门的产品提前一个月上市，对方的报告写明了这一点。',
        "Agreed: take part in the launch as planned together. The record: all of the plan was done in time; besides, the unit lent two engineers for six weeks on its own initiative, and another department's product was out a month early. That department's report says so.",
      ),
      why: say(
        '5 分。约定全部达到，还有主动的、有据可查的、对别人有明显作用的贡献。为了“稳妥”只给 4 分，叫趋中：依据充分时，高分和低分都要敢打。',
        '5. All that was agreed was done, and beyond it something of its own initiative, on record, with a clear effect for others. A 4 “to be safe” is the pull to the middle: where the evidence is clear, dare the ends of the scale.',
      ),
    },
  };
