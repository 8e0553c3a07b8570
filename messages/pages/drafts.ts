import { say, texts } from './text.js';

/** Two persons at one draft, and drafts that gave way to others. */
export const draftPage = texts({
  twoVersions: say('这份草稿有两个版本', 'There are two versions of this draft'),
  savedMeanwhile: (who: string, when: string) =>
    say(
      `您填写期间，${who} 于 ${when} 保存了另一个版本。两个版本都还在；请选一个，或在下面手工合并。`,
      `While you were writing, ${who} saved another version on ${when}. Both are kept: take one, or merge them by hand below.`,
    ),
  differences: say('不同之处', 'What differs'),
  noDifferences: say('两个版本的内容相同。', 'Both versions say the same.'),
  place: say('位置', 'Place'),
  mine: say('您的版本', 'Your version'),
  theirs: (who: string) => say(`${who} 的版本`, `${who}'s version`),
  absent: say('（没有）', '(not there)'),
  wholeOther: (who: string) => say(`查看 ${who} 的完整版本`, `The whole version of ${who}`),
  keepMine: say('以我的版本为准', 'Keep my version'),
  takeTheirs: (who: string) => say(`采用 ${who} 的版本`, `Take the version of ${who}`),
  byHand: say('手工合并', 'Merge by hand'),
  nothingLost: say(
    '没有采用的版本会留在「较早的草稿」中，可以随时恢复。',
    'What is not taken stays under “Earlier drafts” and can be brought back.',
  ),
  earlier: say('较早的草稿', 'Earlier drafts'),
  replaced: say('已被替换', 'replaced'),
  ended: say('已提交或放弃', 'submitted or discarded'),
  beside: say('与他人的版本冲突，未采用', 'written beside the version of somebody else'),
  restore: say('恢复这个版本', 'Bring this version back'),
});
