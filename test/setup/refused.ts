import { expect } from 'vitest';
import { refusalCodes } from '../../domain/errors.js';
import { refusalTexts } from '../../messages/errors.js';
import { type Ask, type Problem, problemOf, type Reply } from './http.js';

/** Sends the same twice, once for each reader; the refusal has its code, a sentence in each language, and a request id. */
export async function refused(code: string, status: number, send: (ask: Ask) => Promise<Reply>): Promise<Problem> {
  const known = refusalCodes.find((each) => each === code);
  if (known === undefined) throw new Error(`no such code: ${code}`);
  const replies = [await send({ language: 'zh-CN' }), await send({ language: 'en' })];
  const [chinese, english] = replies.map(problemOf);
  expect(replies.map((reply) => reply.headers.get('content-type'))).toEqual([
    'application/problem+json; charset=utf-8',
    'application/problem+json; charset=utf-8',
  ]);
  expect([chinese?.code, chinese?.status, chinese?.title]).toEqual([code, status, refusalTexts[known]['zh-CN']]);
  expect([english?.code, replies[1]?.status, english?.title]).toEqual([code, status, refusalTexts[known].en]);
  expect(chinese?.title).toMatch(/\p{Script=Han}/u);
  expect(english?.title).not.toMatch(/\p{Script=Han}/u);
  expect(english?.requestId).toBe(replies[1]?.headers.get('x-request-id'));
  if (english === undefined) throw new Error('no answer');
  return english;
}
