import type { VNode } from 'preact';
import type { RulesDifference } from '../../../domain/cycle/index.js';
import { rulesPage } from '../../../messages/pages.js';
import { Badge } from '../components/marks.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';
import { ShownDifference } from './difference.js';

/** One revision of a cycle's rules, as a page shows it. */
export interface ShownRevision {
  readonly revision: number;
  readonly stepId: string;
  /** Of the step's review; null: the cycle's own. */
  readonly unitId: string | null;
  readonly proposedBy: Named;
  readonly approvedBy: Named;
  readonly validFrom: number;
  readonly takenUp: boolean;
  readonly reason: string | null;
  readonly differences: readonly RulesDifference[];
}

/** Which rules are in force, since when, by whom, and what each revision changed. */
export function Revisions({
  reader,
  cycleId,
  revisions,
}: {
  readonly reader: Reader;
  readonly cycleId: string;
  readonly revisions: readonly ShownRevision[];
}): VNode {
  const { t } = reader;
  if (revisions.length === 0) return <p class="soft">{t(rulesPage.original)}</p>;
  return (
    <>
      {revisions.toReversed().map((each, index) => (
        <details key={each.revision} open={index === 0}>
          <summary>
            {t(rulesPage.revision(each.revision))} · {reader.time(each.validFrom)} ·{' '}
            {t(rulesPage.by(reader.name(each.proposedBy), reader.name(each.approvedBy)))}{' '}
            {!each.takenUp && <Badge tone="warn">{t(rulesPage.beingApplied)}</Badge>}
          </summary>
          {each.reason !== null && <p class="words">{each.reason}</p>}
          <p>
            <a href={links.step(cycleId, each.unitId, each.stepId)}>{t(rulesPage.decision)}</a>
          </p>
          <ShownDifference reader={reader} differences={each.differences} />
        </details>
      ))}
    </>
  );
}
