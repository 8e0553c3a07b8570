import { z } from 'zod';
import { oddCodes } from '../domain/cycle/index.js';
import { lessonBody } from './lesson.js';
import { key, type Operation } from './openapi-operation.js';
import { reviewParams, stepParams } from './requests.js';

const instant = z.number().meta({ description: 'epoch ms' });
const score = z.string().meta({ description: 'exact, as a decimal or a fraction' });
const scored = z.object({ total: score, grade: z.string().nullable() }).nullable();
const role = z.enum(['self', 'superior', 'cooperating']);

const evidenceFile = z
  .object({
    id: z.uuid(),
    reference: z.string().meta({ description: 'how it is quoted as evidence: `file/<id>`' }),
    stepId: z.string(),
    name: z.string(),
    mediaType: z.string().meta({ description: 'by its content' }),
    size: z.int(),
    sha256: z.string(),
    uploadedBy: z.string(),
    uploadedAt: instant,
  })
  .meta({ id: 'EvidenceFile' });

const odd = z
  .object({
    code: z.enum(oddCodes),
    unitId: z
      .string()
      .nullable()
      .meta({ description: 'null: it is about one rater over several units, or a step of the cycle’s own' }),
    step: z.string().optional(),
    kind: z.string().optional(),
    item: z.string().optional(),
    role: role.optional(),
    by: z.string().optional().meta({ description: 'the person who rated' }),
    byUnit: z.string().optional().meta({ description: 'the cooperating unit' }),
    value: z.string().optional(),
    count: z.int().optional(),
  })
  .meta({ id: 'Odd' });

/** What is looked at before results are published. */
const beforePublicationAnswer = z
  .object({
    raters: z.array(
      z.object({
        by: z.string(),
        items: z.int().meta({ description: 'items that others rated as well' }),
        drift: z.string().nullable().meta({ description: 'in points of the scale, exact; null: too few items' }),
      }),
    ),
    driftMinimum: z.int(),
    gaps: z.array(
      z.object({
        unitId: z.string(),
        self: scored.meta({
          description: "by the unit's own ratings in place of its superior's; null: it did not rate itself",
        }),
        superior: scored.meta({ description: 'as computed from all ratings that count' }),
        gap: score.nullable().meta({ description: 'self less superior' }),
        calibrated: z.string().nullable().meta({ description: 'the grade after calibration' }),
      }),
    ),
    odd: z.array(odd).meta({ description: 'what is missing or odd; it stops nothing' }),
    distribution: z.object({
      mode: z.enum(['guide', 'quota']).nullable(),
      grades: z.array(z.object({ grade: z.string(), wanted: z.int().nullable(), before: z.int(), after: z.int() })),
    }),
    changes: z.object({
      approved: z.boolean(),
      rows: z.array(z.object({ unitId: z.string(), from: z.string().nullable(), to: z.string(), reason: z.string() })),
    }),
    seenDigest: z
      .string()
      .meta({ description: 'names exactly these results, changes and oddities; a publication carries it' }),
  })
  .meta({ id: 'BeforePublication' });

const answers = z.record(z.string(), z.string());
const lesson = z
  .object({
    atLeast: z.int().nullable().meta({ description: 'cases to rate as agreed; null: the cycle asks nobody' }),
    passed: z.boolean(),
    attempts: z.array(z.object({ attempt: z.int(), answers, agreed: z.int(), passed: z.boolean(), at: instant })),
    cases: z.array(
      z.object({
        id: z.string(),
        situation: z.string(),
        agreed: z.string().optional().meta({ description: 'once I have answered' }),
        why: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'RaterLesson' });

const files = '/cycles/{id}/reviews/{unit}/steps/{step}/files' as const;
const cycle = reviewParams.pick({ id: true });

/** Evidence, the raters' lesson, and what is seen before publication. */
export const evaluationOperations: readonly Operation[] = [
  {
    method: 'post',
    path: files,
    tag: 'evidence',
    summary: 'Upload a file as evidence of an open step (whoever submits it)',
    description:
      'Up to 20 MB, taken by its content: PDF, PNG, JPEG, WebP, docx, xlsx, pptx, text and CSV in UTF-8. Its name must say the same (`X-File-Name`, percent-encoded, where the body is the file itself). The same file again is the one that is there.',
    params: stepParams,
    key,
    file: true,
    answers: { 201: evidenceFile },
  },
  {
    method: 'get',
    path: files,
    tag: 'evidence',
    summary: 'The files of a step, for those who may see it',
    params: stepParams,
    answers: { 200: z.object({ items: z.array(evidenceFile), next: z.null() }) },
  },
  {
    method: 'get',
    path: '/files/{file}',
    tag: 'evidence',
    summary: 'A file, as download',
    params: z.object({ file: z.uuid() }),
    answers: {},
    sends: 'application/octet-stream',
  },
  {
    method: 'get',
    path: '/cycles/{id}/calibration',
    tag: 'results',
    summary:
      'What is seen before publication: drift of raters, own and computed scores, what is missing or odd, the distribution and its changes (HR, board, auditor)',
    params: cycle,
    answers: { 200: beforePublicationAnswer },
  },
  {
    method: 'get',
    path: '/cycles/{id}/lesson',
    tag: 'evidence',
    summary: "The raters' lesson and what I answered",
    params: cycle,
    answers: { 200: lesson },
  },
  {
    method: 'post',
    path: '/cycles/{id}/lesson',
    tag: 'evidence',
    summary: 'Rate the three sample cases; the agreed answers stand beside',
    params: cycle,
    key,
    body: lessonBody,
    answers: { 201: lesson },
  },
];
