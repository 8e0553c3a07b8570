import { say, texts } from './text.js';

export const inbox = texts({
  title: say('待办', 'Inbox'),
  toDo: say('待我提交', 'To do'),
  toDecide: say('待我决定', 'Waiting for my decision'),
  nothingToDo: say('现在没有需要您做的事。', 'There is nothing for you to do now.'),
  nothingYet: say('有新的步骤开放时，它会出现在这里。', 'When a step opens for you, it appears here.'),
  open: say('填写', 'Fill in'),
  decide: say('查看并决定', 'Look and decide'),
  again: (attempt: number) => say(`第 ${attempt} 轮（曾被退回）`, `attempt ${attempt} (was returned)`),
  asPrincipal: (name: string) => say(`代 ${name}`, `for ${name}`),
  notices: say('通知', 'Notices'),
  noNotices: say('还没有通知。', 'No notices yet.'),
  overdueBy: (days: number) => say(`逾期 ${days} 天`, days === 1 ? '1 day overdue' : `${days} days overdue`),
  dueToday: say('今天截止', 'due today'),
  dueIn: (days: number) => say(`还有 ${days} 天`, days === 1 ? '1 day left' : `${days} days left`),
  rehearsals: say('来自演练', 'From rehearsals'),
});

export const mailbox = texts({
  title: say('邮箱', 'Mailbox'),
  lead: say(
    '本机不向外发邮件：这里显示本来会发出的邮件。',
    'No mail leaves this machine: here is what would have been sent.',
  ),
  leadSmtp: say('演练的邮件只出现在这里。', 'Mail of rehearsals goes here only.'),
  all: say('所有人的邮件', "Everybody's mail"),
  mine: say('我的邮件', 'My mail'),
  to: say('收件人', 'To'),
  subject: say('主题', 'Subject'),
  empty: say('还没有邮件。', 'No mail yet.'),
});
