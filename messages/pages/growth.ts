import { say, texts } from './text.js';

export const recognitionPage = texts({
  title: say('表彰', 'Recognition'),
  lead: say(
    '表彰依据模板规定的等级，与名次无关。一人提出，另一人确认后才生效并告知；更正使等级不再符合时自动撤回。',
    "Recognition rests on the template's grades, never on rank. One person gives it, a second confirms; only then is it in force and told. It is taken back where a correction moves the grade out.",
  ),
  none: say('本周期的模板没有规定表彰条件。', 'The template of this cycle names no criterion.'),
  criterion: (grades: string) => say(`条件：公布等级为 ${grades}`, `Criterion: a published grade of ${grades}`),
  proposals: say('符合条件的单元', 'Units that meet it'),
  noProposals: say('还没有公布的结果符合条件。', 'No published result meets it yet.'),
  named: say('已提出', 'given'),
  give: say('提出表彰', 'Give a recognition'),
  whom: say('表彰谁', 'Whom'),
  whole: (unit: string) => say(`${unit}（整个单元）`, `${unit} (the unit as a whole)`),
  wholeUnit: say('整个单元', 'the unit as a whole'),
  words: say('事由', 'What for'),
  given: say('已提出的表彰', 'Recognitions'),
  noneGiven: say('还没有提出表彰。', 'None was given yet.'),
  by: say('提出人', 'Given by'),
  confirmedBy: say('确认人', 'Confirmed by'),
  confirm: say('确认', 'Confirm'),
  decline: say('不予确认', 'Decline'),
  confirmFor: (whom: string) => say(`确认：${whom}`, `Confirm: ${whom}`),
  declineFor: (whom: string) => say(`不予确认：${whom}`, `Decline: ${whom}`),
  reason: say('理由（不予确认时必填）', 'Why (needed to decline)'),
  ofUnit: say('表彰', 'Recognized'),
});

export const recognitionStateNames = texts({
  given: say('待确认', 'waits for confirmation'),
  confirmed: say('有效', 'in force'),
  declined: say('未获确认', 'declined'),
  'taken-back': say('已撤回', 'taken back'),
});

/** A nomination for promotion: the form, and the button that opens it. */
export const nominationFields = texts({
  ask: say('提名晋升', 'Nominate for promotion'),
  hint: say(
    '结果公布以后，可以提名本单元的负责人或成员晋升；由董事会决定，批准以后才告知本人。',
    'Once the result is published, the head of this unit or a member can be nominated for promotion. The board decides; the person is told on approval only.',
  ),
  person: say('被提名人', 'Who'),
  position: say('晋升到', 'To what'),
  reasons: say('理由', 'Why'),
  evidence: say('依据（每行一条：记录、地址或文件）', 'Evidence (one a line: a record, an address, a file)'),
  gone: say('（已离职或不在本单元）', '(has left, or is not of the unit any more)'),
});
