import type { VNode } from 'preact';
import { developmentPage, deviationPage, itemPage, notePage, reportWords, unitPage } from '../../../messages/pages.js';
import { Badge } from '../components/marks.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { UnitView } from './page.js';

/** What checkpoints closed without, and the ways to deviations, requests and notes. */
export function Monitoring({ reader, view }: { readonly reader: Reader; readonly view: UnitView }): VNode {
  const { t } = reader;
  const { cycle, unitId, withoutData, may } = view;
  return (
    <>
      {withoutData.map(({ on, reported, metrics }) => (
        <p key={on}>
          <Badge tone="warn">{t(unitPage.noData)}</Badge> {t(deviationPage.noDataAt(on, metrics.join(', ')))}
          {!reported && ` (${t(deviationPage.withoutReport)})`}
        </p>
      ))}
      <p>
        <a href={`${links.deviations(cycle.id)}?unit=${encodeURIComponent(unitId)}`}>{t(deviationPage.ofUnit)}</a>
        {may.talk && (
          <>
            {' · '}
            <a href={links.asks(cycle.id, unitId)}>{t(reportWords.asksTitle)}</a>
            {' · '}
            <a href={links.notes(cycle.id, unitId)}>{t(notePage.title)}</a>
            {' · '}
            <a href={`${links.feedbackItems(cycle.id)}?unit=${encodeURIComponent(unitId)}`}>{t(itemPage.ofUnit)}</a>
          </>
        )}
        {may.development && (
          <>
            {' · '}
            <a href={links.unitDevelopment(cycle.id, unitId)}>{t(developmentPage.ofUnit)}</a>
          </>
        )}
      </p>
    </>
  );
}
