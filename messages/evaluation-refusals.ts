import type { Bilingual } from './language.js';

const of = (zh: string, en: string): Bilingual => ({ 'zh-CN': zh, en });

/** Evidence, ratings, the raters' lesson and publication: what is wrong, and what to do. */
export const evaluationRefusals = {
  EVIDENCE_UNFIT: of(
    '这不是依据，而是说明。依据是系统内的记录（report/checkpoint-2、note/12）、上传的文件（file/…）或 http(s) 地址；文字请写在评语里。',
    'These words are a comment, not evidence. Evidence is a record here (report/checkpoint-2, note/12), an uploaded file (file/…) or an http(s) address; put words into the comment.',
  ),
  EVIDENCE_UNKNOWN: of(
    '没有这条记录或文件，或者您无权查看。请引用本单元已提交的报告、辅导记录，或上传到这一步的文件。',
    'There is no such record or file, or it is not yours to see. Quote a report that was submitted, a coaching note on this unit, or a file uploaded here.',
  ),
  EVIDENCE_FILE_TOO_LARGE: of(
    '文件超过 20 MB，没有保存。请压缩或只上传需要的部分。',
    'The file is larger than 20 MB and was not kept. Make it smaller, or upload only what is needed.',
  ),
  EVIDENCE_FILE_KIND: of(
    '不接受这种文件。可以上传 PDF、PNG、JPEG、WebP、Word、Excel、PowerPoint（不含宏、未加密），以及 UTF-8 的文本和 CSV。',
    'Files of this kind are not taken. Upload PDF, PNG, JPEG, WebP, Word, Excel or PowerPoint (without macros or password), or text and CSV in UTF-8.',
  ),
  EVIDENCE_FILE_NOT_AS_NAMED: of(
    '文件的内容与它的扩展名不符，没有保存。请用正确的格式另存后再上传。',
    'The content of the file is not what its name says, so it was not kept. Save it under its right format and upload that.',
  ),
  EVIDENCE_FILES_TOO_MANY: of(
    '这一步的文件已达上限。请引用已上传的文件，或填写地址。',
    'This step has as many files as it can hold. Quote those that are here, or give an address.',
  ),
  EVIDENCE_FILES_TOO_LARGE: of(
    '这次选的文件合起来太大或太多（一次最多 20 个、共 60 MB），这一个没有保存。请先保存，再上传其余的。',
    'The files chosen at once are too many or too large together (20 files, 60 MB), so this one was not kept. Save first, then upload the others.',
  ),
  EVIDENCE_FILE_UNFOLDS: of(
    '文件打开后会展开得过大，没有保存。请缩小后再上传，或上传 PDF。',
    'Opened, the file would unfold to far more than its size, so it was not kept. Make it smaller, or upload a PDF.',
  ),
  EVIDENCE_NOT_HERE: of('这一步不需要依据文件。', 'This step takes no files as evidence.'),
  RATING_OUT_OF_SCALE: of(
    '分数超出评分范围，请按标明的范围填写。',
    'The rating is outside its scale. Stay within the scale that is shown.',
  ),
  RATER_NOT_ASKED: of('这一项不由您的角色评分，请删除这一行。', 'This item is not rated by your role. Take it out.'),
  LESSON_MISSING: of(
    '本周期要求先完成评分人短课，再提交评价；您填写的内容已保存为草稿。',
    "This cycle asks for the raters' lesson before ratings are submitted. Take it first; what you typed is kept as a draft.",
  ),
  LESSON_NOT_ASKED: of('本周期没有评分人短课。', "This cycle has no raters' lesson."),
  RESULTS_CHANGED: of(
    '您看到的结果或清单已经变化。请重新查看后再提交或批准。',
    'The results, or the list of what is missing or odd, have changed since they were shown. Look at them again first.',
  ),
  CALIBRATION_UNFIT: of(
    '有一处等级调整不能执行：单元没有得分，或现行规则没有这个等级，或等级与计算结果相同。请逐项核对；已提交的请退回修改。',
    'A change of a grade cannot be carried out: the unit has no score, the rules in force have no such grade, or it is the grade that was computed. Look at each; what is submitted already is to be returned.',
  ),
  FACTS_NOT_SCORED: of(
    '计分之后又来了评分或指标值，结果正在重新计算。请稍候片刻，重新查看后再提交或批准。',
    'Ratings or values came after the scores, and the results are being computed anew. Wait a moment, look at them again, then submit or approve.',
  ),
  QUOTA_UNMET: of(
    '调整后的等级数与名额不符。请调整到完全一致，或写明为什么不一致。名额本身不能成为任何处分的依据。',
    'After the changes the numbers of grades differ from the quota. Make them match exactly, or say why they do not. A quota is never the ground of a sanction.',
  ),
} as const satisfies Readonly<Record<string, Bilingual>>;
