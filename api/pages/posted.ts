import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../db/connect.js';
import { refusalTexts } from '../../messages/errors.js';
import { frame } from '../../messages/pages.js';
import { onceByForm } from '../idempotent.js';
import { Refused, statusOf } from '../refused.js';
import { type PageAnswer, type PersonVisit, redirect } from './http.js';
import { nest, textAt } from './steps/form-data.js';
import { problemsOf } from './steps/problems.js';

/** What stands in a page's forms, what is wrong with it, and what happened. */
export interface Typed {
  readonly content: unknown;
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** Makes a double click one act. */
  readonly idempotencyKey: string;
  readonly message: { readonly tone: 'good' | 'bad'; readonly text: string } | null;
}

export function nothingTyped({ request, reader }: PersonVisit): Typed {
  const done = request.query['done'] === 'done';
  return {
    content: {},
    fields: new Map(),
    idempotencyKey: randomUUID(),
    message: done ? { tone: 'good', text: reader.t(frame.done) } : null,
  };
}

/**
 * A posted form: acts once and shows the page anew; what is refused comes back
 * with what was typed. `stale`: somebody else wrote meanwhile, so the form is
 * sent again for what stands now.
 */
export async function posted(
  visit: PersonVisit,
  it: {
    readonly act: (tx: Transaction, form: unknown) => Promise<unknown>;
    readonly here: string;
    readonly show: (typed: Typed) => Promise<PageAnswer>;
    readonly stale?: string;
  },
): Promise<PageAnswer> {
  const { deps, request, person, reader } = visit;
  const form = nest(request.body);
  try {
    await onceByForm(deps, request, person.id, textAt(form, 'idempotencyKey'), (tx) => it.act(tx, form));
    return redirect(`${it.here}?done=done`);
  } catch (error) {
    if (!(error instanceof Refused) || statusOf(error.code) >= 500 || error.code === 'NOT_FOUND') throw error;
    const page = await it.show({
      content: error.code === it.stale ? { ...form, version: '' } : form,
      fields: problemsOf(reader, error, new Map()).fields,
      idempotencyKey: randomUUID(),
      message: { tone: 'bad', text: reader.t(refusalTexts[error.code]) },
    });
    return page.kind === 'page' ? { ...page, status: statusOf(error.code) } : page;
  }
}
