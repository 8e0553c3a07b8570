import type { VNode } from 'preact';
import type { Query } from '../../../db/connect.js';
import type { RefusalCode } from '../../../domain/errors.js';
import type { Bilingual } from '../../../messages/language.js';
import type { UnitAsk } from '../../open-change.js';
import { Refused } from '../../refused.js';
import { type PageAnswer, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';

/** A button that opens a step of the unit, with what it is for. */
export function AskForm({
  reader,
  action,
  texts,
}: {
  readonly reader: Reader;
  readonly action: string;
  readonly texts: { readonly hint: Bilingual; readonly ask: Bilingual };
}): VNode {
  return (
    <form method="post" action={action}>
      <p class="hint">{reader.t(texts.hint)}</p>
      <button>{reader.t(texts.ask)}</button>
    </form>
  );
}

interface Opening {
  readonly open: (tx: Query, ask: UnitAsk) => Promise<{ readonly stepId: string }>;
  /** The refusal that says one is under way, and which. */
  readonly underWay: RefusalCode;
  readonly standing: (sql: Query, cycleId: string, unitId: string) => Promise<{ readonly live: string | null }>;
}

/** Opens it and goes there. Pressed twice, or one is under way: that one is shown. */
export const postAsk =
  ({ open, underWay, standing }: Opening) =>
  async ({ deps, request, person }: PersonVisit): Promise<PageAnswer> => {
    const [cycleId, unitId] = [String(request.params['cycle']), String(request.params['unit'])];
    try {
      const { stepId } = await deps.sql.begin((tx) => open(tx, { cycleId, unitId, actor: person.id }));
      return redirect(links.step(cycleId, unitId, stepId));
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== underWay) throw error;
      const { live } = await standing(deps.sql, cycleId, unitId);
      if (live === null) throw error;
      return redirect(links.step(cycleId, unitId, live));
    }
  };
