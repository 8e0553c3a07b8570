import { key, type Operation } from './openapi-operation.js';
import { stepParams } from './requests.js';
import { appliedAnswer, applyBody, keptUploadAnswer, uploadAnswer, uploadParams } from './workbooks/requests.js';

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

interface Place {
  readonly path: `/${string}`;
  readonly what: string;
  readonly params?: Operation['params'];
}
const places: readonly Place[] = [
  {
    path: '/cycles/{id}/reviews/{unit}/steps/{step}',
    what: "a unit's goals or plan: the draft of those who submit it, else what is in force",
    params: stepParams,
  },
  { path: '/values', what: 'values of the metrics that I may report, with the days that are asked for' },
  { path: '/organization', what: 'the organization (HR, admin)' },
];

const ways = ({ path, what, params }: Place): readonly Operation[] => {
  const common = { tag: 'workbooks', ...(params !== undefined && { params }) };
  return [
    {
      ...common,
      method: 'get',
      path: `${path}/workbook.xlsx`,
      summary: `As a workbook: ${what}`,
      answers: {},
      sends: workbook,
    },
    {
      ...common,
      method: 'get',
      path: `${path}/workbook.csv`,
      summary: `As a table: ${what}`,
      answers: {},
      sends: 'text/csv',
    },
    {
      ...common,
      method: 'post',
      path: `${path}/workbook`,
      summary: `Upload a workbook or table; answers what it would change. ${what}`,
      description:
        'At most 10 MB, recognised by its content. All problems are told at once, by sheet, row, column and cell. Nothing is written: that is the next act. Kept for a day.',
      key,
      file: true,
      answers: { 201: uploadAnswer },
    },
  ];
};

/** Excel and CSV in and out. */
export const workbookOperations: readonly Operation[] = [
  ...places.flatMap(ways),
  {
    method: 'get',
    path: '/uploads/{upload}',
    tag: 'workbooks',
    summary: 'An upload of mine and what it would change',
    params: uploadParams,
    answers: { 200: keptUploadAnswer },
  },
  {
    method: 'post',
    path: '/uploads/{upload}/apply',
    tag: 'workbooks',
    summary:
      'Write exactly what was shown: goals and plans as the draft of their step, values and organization as they are',
    description:
      'Refused with UPLOAD_STALE where what it was compared with has changed since. Once: the same again has been done.',
    params: uploadParams,
    key,
    body: applyBody,
    answers: { 200: appliedAnswer },
  },
];
