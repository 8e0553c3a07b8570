import type { VNode } from 'preact';
import type { Effects, RulesDifference, RuleSection } from '../../../domain/cycle/index.js';
import type { Template } from '../../../domain/template.js';
import { rulesPage, sectionNames } from '../../../messages/pages.js';
import { Hidden, Input, NumberInput, TextArea } from '../components/fields.js';
import { Message, Section } from '../components/marks.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { textAt } from '../steps/form-data.js';
import type { Named } from '../steps/form-facts.js';
import { ShownDifference } from './difference.js';
import { ShownEffects } from './effects.js';
import { fieldName, sectionsWithFields, shownAt } from './form.js';
import { placesOf, type RulePlace } from './places.js';

export interface WhatIfView {
  readonly cycleId: string;
  readonly cycleTitle: string;
  readonly template: Template;
  readonly revision: number;
  readonly settled: ReadonlySet<RuleSection>;
  /** As posted; nothing is believed about it. */
  readonly form: unknown;
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly message: { readonly tone: 'bad' | 'warn'; readonly text: string } | null;
  readonly computed: {
    readonly effects: Effects;
    readonly differences: readonly RulesDifference[];
    readonly names: ReadonlyMap<string, Named>;
  } | null;
  /** Whether what was computed can be proposed now. */
  readonly mayPropose: boolean;
  readonly idempotencyKey: string;
}

/** One form: compute as often as one likes; what was computed can be proposed. */
export function WhatIfPage({ reader, view }: { readonly reader: Reader; readonly view: WhatIfView }): VNode {
  const { t } = reader;
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(view.cycleId)}>{view.cycleTitle}</a>
      </p>
      <p class="lead">{t(rulesPage.lead)}</p>
      {view.message !== null && <Message tone={view.message.tone}>{view.message.text}</Message>}
      <form method="post" action={links.whatIf(view.cycleId)} noValidate>
        <Hidden name="revision" value={String(view.revision)} />
        <Hidden name="idempotencyKey" value={view.idempotencyKey} />
        {/* The first button is what Enter presses: computing harms nobody. */}
        <button class="hidden" name="intent" value="compute" tabIndex={-1} aria-hidden="true">
          {t(rulesPage.compute)}
        </button>
        {view.computed !== null && <Computed reader={reader} view={view} computed={view.computed} />}
        <Fields reader={reader} view={view} />
        <div class="actions">
          <button class="main" name="intent" value="compute">
            {t(rulesPage.compute)}
          </button>
        </div>
      </form>
    </>
  );
}

interface Props {
  readonly reader: Reader;
  readonly view: WhatIfView;
}

function Fields({ reader, view }: Props): VNode {
  const { t } = reader;
  const places = placesOf(view.template).map((place, index) => ({ place, index }));
  return (
    <>
      {sectionsWithFields(places.map(({ place }) => place)).map((section) => (
        <fieldset key={section}>
          <legend>{t(sectionNames[section])}</legend>
          {view.settled.has(section) && <p class="hint">{t(rulesPage.settledHint)}</p>}
          <div class="row wide">
            {places
              .filter(({ place }) => place.section === section)
              .map(({ place, index }) => (
                <Field key={index} reader={reader} view={view} place={place} index={index} />
              ))}
          </div>
        </fieldset>
      ))}
      <details open={textAt(view.form, 'advanced') !== '' || view.fields.has('advanced')}>
        <summary>{t(rulesPage.advanced)}</summary>
        <TextArea
          name="advanced"
          label={t(rulesPage.advanced)}
          hint={t(rulesPage.advancedHint)}
          value={textAt(view.form, 'advanced')}
          problems={view.fields.get('advanced')}
          rows={8}
        />
      </details>
    </>
  );
}

function Field({ reader, view, place, index }: Props & { readonly place: RulePlace; readonly index: number }): VNode {
  const name = fieldName(index);
  const typed = textAt(view.form, 'places', index);
  const shared = {
    name,
    label: reader.t(place.label),
    value: typed === '' ? shownAt(view.template, place) : typed,
    problems: view.fields.get(name),
  };
  switch (place.kind) {
    case 'number':
      return <NumberInput {...shared} />;
    case 'amount':
      return <Input {...shared} inputMode="decimal" />;
    case 'points':
      return <TextArea {...shared} hint={reader.t(rulesPage.pointsHint)} rows={4} />;
  }
}

function Computed({
  reader,
  view,
  computed,
}: Props & { readonly computed: NonNullable<WhatIfView['computed']> }): VNode {
  const { t } = reader;
  return (
    <>
      <Section title={t(rulesPage.changes)}>
        <ShownDifference reader={reader} differences={computed.differences} />
      </Section>
      <Section title={t(rulesPage.result)} id="result">
        <ShownEffects reader={reader} effects={computed.effects} names={computed.names} />
      </Section>
      {view.mayPropose && (
        <Section title={t(rulesPage.propose)}>
          <p>{t(rulesPage.proposeLead)}</p>
          <TextArea
            name="reason"
            label={t(rulesPage.reason)}
            value={textAt(view.form, 'reason')}
            problems={view.fields.get('reason')}
          />
          <div class="actions">
            <button class="main" name="intent" value="propose">
              {t(rulesPage.propose)}
            </button>
          </div>
        </Section>
      )}
    </>
  );
}
