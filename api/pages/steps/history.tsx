import type { VNode } from 'preact';
import { appealFields, frame, stepPage } from '../../../messages/pages.js';
import { outcomeOf } from '../../../domain/process/index.js';
import { outcomeNames } from '../../../messages/steps.js';
import { Section } from '../components/marks.js';
import type { Reader } from '../reader.js';
import { at, listAt, textAt, textsAt } from './form-data.js';
import type { Named } from './form-facts.js';
import { ShownCorrections } from './kinds/corrections-shown.js';
import { formOf } from './kinds/index.js';
import type { ShownDecision, ShownVersion, StepView } from './view.js';

/** A person's name, with whom they stood in for. */
export function actedBy(reader: Reader, actor: Named, principal: Named): string {
  const [by, of] = [reader.name(actor), reader.name(principal)];
  return by === of ? by : reader.t(frame.forPrincipal(by, of));
}

/** All attempts, newest first; contents fold away. */
export function History({ reader, view }: { readonly reader: Reader; readonly view: StepView }): VNode {
  const { t } = reader;
  return (
    <Section title={t(stepPage.history)} id="history">
      {view.versions.length === 0 && <p class="empty">{t(stepPage.noHistory)}</p>}
      {view.versions.toReversed().map((version) => (
        <section key={version.version}>
          <h3>{t(stepPage.version(version.version, version.attempt))}</h3>
          <Version reader={reader} view={view} version={version} />
        </section>
      ))}
    </Section>
  );
}

function Version({
  reader,
  view,
  version,
}: {
  readonly reader: Reader;
  readonly view: StepView;
  readonly version: ShownVersion;
}): VNode {
  const { t } = reader;
  const { Shown, places } = formOf[view.kind];
  const props = { reader, facts: view.facts, content: version.content };
  const who = actedBy(reader, version.actor, version.principal);
  // What a granted appeal corrected may be something else than it claimed.
  const corrections = at(version.decision?.words, 'corrections');
  return (
    <>
      <p>{t(stepPage.submittedBy(who, reader.time(version.at)))}</p>
      {version.decision !== null && (
        <DecisionWords reader={reader} decision={version.decision} places={places(props)} />
      )}
      {corrections !== undefined && (
        <ShownCorrections
          reader={reader}
          facts={{ ...view.facts, stands: new Map() }}
          content={corrections}
          caption={appealFields.decided}
        />
      )}
      <details>
        <summary>{t(stepPage.showContent)}</summary>
        <Shown {...props} />
      </details>
    </>
  );
}

function DecisionWords({
  reader,
  decision,
  places,
}: {
  readonly reader: Reader;
  readonly decision: ShownDecision;
  readonly places: readonly { readonly value: string; readonly text: string }[];
}): VNode {
  const { t } = reader;
  const { words } = decision;
  const who = actedBy(reader, decision.actor, decision.principal);
  const comments = listAt(words, 'comments');
  const lists = [
    [t(stepPage.difficulties), textsAt(words, 'difficulties')],
    [t(stepPage.suggestions), textsAt(words, 'suggestions')],
  ] as const;
  return (
    <>
      <p>{t(stepPage.decidedBy(t(outcomeNames[outcomeOf(decision.decision)]), who, reader.time(decision.at)))}</p>
      {textAt(words, 'reason') !== '' && <blockquote>{textAt(words, 'reason')}</blockquote>}
      {comments.length > 0 && (
        <ul>
          {comments.map((comment, index) => (
            <li key={index}>
              <strong>
                {places.find((place) => place.value === textAt(comment, 'at'))?.text ?? textAt(comment, 'at')}
              </strong>{' '}
              {textAt(comment, 'text')}
            </li>
          ))}
        </ul>
      )}
      {lists
        .filter(([, texts]) => texts.length > 0)
        .map(([title, texts]) => (
          <div key={title}>
            <strong>{title}</strong>
            <ul>
              {texts.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </div>
        ))}
    </>
  );
}
