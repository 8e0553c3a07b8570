import { say, texts } from './text.js';

export const signIn = texts({
  title: say('登录', 'Sign in'),
  lead: say(
    '目标、计划、监控、评估、反馈、应用：一个组织的一年，步步有据。',
    'Goals, plans, monitoring, evaluation, feedback, application: the year of an organization, every act on record.',
  ),
  personas: say('以示例组织的一员登录', 'Sign in as someone of the sample organization'),
  personasHint: say('示例数据，无需密码。点一个名字即可。', 'Sample data, no password: press a name.'),
  account: say('用账号登录', 'Sign in with an account'),
  login: say('账号', 'Login'),
  password: say('密码', 'Password'),
  submit: say('登录', 'Sign in'),
  headOf: (units: string) => say(`${units}负责人`, `head of ${units}`),
  memberOf: (units: string) => say(`${units}成员`, `member of ${units}`),
});

/** The roles as groups of the sign-in page, with what they do. */
export const roleNames = texts({
  hr: say('人力资源', 'HR'),
  head: say('单元负责人', 'Heads of units'),
  member: say('成员', 'Members'),
  finance: say('财务', 'Finance'),
  board: say('董事会', 'Board'),
  auditor: say('审计', 'Auditor'),
  admin: say('管理员', 'Admin'),
});

export const roleExplanations = texts({
  hr: say(
    '设计模板，启动周期，校准、发布结果，提出奖金与预算方案。',
    'Designs templates, starts cycles, calibrates, publishes, proposes bonus and budget.',
  ),
  head: say(
    '提交目标、计划、报告和自评；批准或退回下级的；评估并面谈。',
    'Submits goals, plans, reports, self-evaluations; approves or returns those below; evaluates and talks.',
  ),
  member: say(
    '看本单元的目标如何支撑战略，看自己的任务和已告知的结果。',
    "Sees what the unit's goals serve, own tasks, and the result once told.",
  ),
  finance: say(
    '审批奖金与预算方案，看得到金额及其解释。',
    'Approves bonus and budget proposals; sees amounts with their explanation.',
  ),
  board: say(
    '批准公司层面的事项，决定财务部自身的奖金与预算。',
    "Decides for the top unit and about finance's own lines.",
  ),
  auditor: say(
    '查看一切、核对日志，不改动任何内容；每次查看都有记录。',
    'Sees everything and verifies the journal; changes nothing; every look is recorded.',
  ),
  admin: say('管理人员、角色和登录，不看评审内容。', 'People, roles and sign-in; no contents of reviews.'),
});
