import type { VNode } from 'preact';
import type { Bilingual } from '../../../messages/language.js';
import { findingsPage, stepPage } from '../../../messages/pages.js';
import { Hidden, TextArea } from '../components/fields.js';
import { Badge, Message, Section, type Tone } from '../components/marks.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { FindingsView, ShownFinding, ShownReason } from './load.js';

/** So many of one group: a list that is longer is worked off from its top. */
const most = 200;
const tones: Readonly<Record<ShownFinding['severity'], Tone>> = { error: 'bad', warning: 'warn', advice: 'calm' };

/** What was typed for one finding and refused. */
export interface Refusal {
  readonly key: string;
  readonly reason: string;
  readonly sentence: string;
}

interface Props {
  readonly reader: Reader;
  readonly view: FindingsView;
  readonly maySettle: boolean;
  readonly refused: Refusal | null;
  readonly message: string | null;
}

interface Group {
  readonly title: Bilingual;
  readonly has: (finding: ShownFinding) => boolean;
  readonly settles: boolean;
}

/** By what is to be done. */
const groups: readonly Group[] = [
  {
    title: findingsPage.toSettle,
    has: ({ state, scope }) => state === 'open' && scope !== 'unit',
    settles: true,
  },
  { title: findingsPage.forUnits, has: ({ state, scope }) => state === 'open' && scope === 'unit', settles: false },
  { title: findingsPage.advice, has: ({ state }) => state === 'advice', settles: true },
  { title: findingsPage.answered, has: ({ state }) => state === 'answered', settles: false },
  { title: findingsPage.settled, has: ({ state }) => state === 'settled', settles: false },
];

export function FindingsPage(props: Props): VNode {
  const { reader, view, refused, message } = props;
  const { t } = reader;
  return (
    <>
      {message !== null && <Message tone="good">{message}</Message>}
      {refused !== null && <Message tone="bad">{refused.sentence}</Message>}
      <p class="hint">{t(view.drafts ? findingsPage.draftsLead : findingsPage.lead)}</p>
      <p>
        <a href={`${links.findings(view.cycleId)}${view.drafts ? '' : '?drafts=true'}`}>
          {t(view.drafts ? findingsPage.showStanding : findingsPage.showDrafts)}
        </a>
      </p>
      {view.missing > 0 && <p>{t(findingsPage.waitingFor(view.missing))}</p>}
      {view.findings.length === 0 && <p class="empty">{t(findingsPage.nothing)}</p>}
      {groups.map((group) => {
        const all = view.findings.filter(group.has);
        return all.length === 0 ? null : (
          <Section key={group.title.en} title={`${t(group.title)} (${all.length})`}>
            <ul class="plain findings">
              {all.slice(0, most).map((finding) => (
                <FindingItem
                  key={finding.key}
                  {...props}
                  finding={finding}
                  field={`reason-${view.findings.indexOf(finding)}`}
                  settles={group.settles}
                />
              ))}
            </ul>
            {all.length > most && <p class="hint">{t(findingsPage.onlyFirst(most))}</p>}
          </Section>
        );
      })}
    </>
  );
}

function FindingItem({
  reader,
  view,
  finding,
  field,
  maySettle,
  settles,
  refused,
}: Props & { readonly finding: ShownFinding; readonly field: string; readonly settles: boolean }): VNode {
  const { t } = reader;
  const marks = { error: stepPage.error, warning: stepPage.warning, advice: stepPage.advice };
  const mine = refused?.key === finding.key ? refused : null;
  return (
    <li>
      <Badge tone={tones[finding.severity]}>{t(marks[finding.severity])}</Badge> <strong>{finding.about}</strong>{' '}
      {finding.sentence} <code>{finding.code}</code>
      {finding.answers.map((answer, index) => (
        <Reason key={index} reader={reader} reason={answer} />
      ))}
      {finding.settled !== null && <Reason reader={reader} reason={finding.settled} />}
      {maySettle && settles && (
        <form method="post" action={links.findings(view.cycleId)} noValidate>
          <Hidden name="code" value={finding.code} />
          <Hidden name="at" value={finding.at.join(' ')} />
          <Hidden name="field" value={field} />
          <TextArea
            name={field}
            label={t(findingsPage.reason)}
            value={mine?.reason ?? ''}
            problems={mine === null ? [] : [mine.sentence]}
            rows={2}
          />
          <button aria-label={t(findingsPage.settleFor(`${finding.about} ${finding.code}`))}>
            {t(findingsPage.settle)}
          </button>
        </form>
      )}
    </li>
  );
}

function Reason({ reader, reason }: { readonly reader: Reader; readonly reason: ShownReason }): VNode {
  return (
    <p>
      <span class="soft">
        {reason.unit === null ? '' : `${reason.unit} · `}
        {reason.by} · {reader.time(reason.at)}
      </span>{' '}
      {reason.reason}
    </p>
  );
}
