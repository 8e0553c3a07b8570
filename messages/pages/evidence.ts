import { say, texts } from './text.js';

/** What ratings rest on. */
export const evidencePage = texts({
  typed: say('其他依据（每行一条地址或记录编号）', 'Other evidence (an address or the number of a record, one a line)'),
  typedHint: say(
    '例如 https://…、report/checkpoint-2、note/12；文字说明请写在评语里。',
    'Such as https://…, report/checkpoint-2, note/12; words belong into the comment.',
  ),
  reports: say('引用报告', 'Quote reports'),
  files: say('已上传的文件', 'Uploaded files'),
  upload: say('上传文件', 'Upload files'),
  uploadHint: say(
    '每个不超过 20 MB：PDF、图片（PNG、JPEG、WebP）、Word、Excel、PowerPoint、UTF-8 文本或 CSV。保存或提交时一并上传。',
    'Up to 20 MB each: PDF, pictures (PNG, JPEG, WebP), Word, Excel, PowerPoint, text or CSV in UTF-8. Sent when you save or submit.',
  ),
  basis: say('这些评语的依据（可选）', 'What these words rest on (optional)'),
  note: (number: string) => say(`辅导记录 ${number}`, `Coaching note ${number}`),
  file: say('文件', 'File'),
  none: say('没有依据', 'no evidence'),
  lessonFirst: say('提交之前，请先完成评分人短课。', "Before you submit: take the raters' lesson."),
  lessonDone: say('您已完成评分人短课。', "You have taken the raters' lesson."),
});
