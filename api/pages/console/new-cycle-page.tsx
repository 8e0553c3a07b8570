import type { VNode } from 'preact';
import { cyclesPage, newCycle, rates } from '../../../messages/pages.js';
import { Choices, Hidden, Input, type Option, Select } from '../components/fields.js';
import { Message, Section } from '../components/marks.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { textAt } from '../steps/form-data.js';
import type { Named } from '../steps/form-facts.js';
import { Preview, type ShownPreview } from './preview.js';

/** A year of cycle ms in so many wall ms. */
const yearMs = 365 * 86_400_000;
export const rateOptions = [
  { value: '0', text: rates.fastest },
  { value: String(Math.round(yearMs / 120_000)), text: rates.twoMinutes },
  { value: String(Math.round(yearMs / 600_000)), text: rates.tenMinutes },
  { value: String(Math.round(yearMs / 3_600_000)), text: rates.hour },
] as const;

export interface NewCycleProps {
  readonly reader: Reader;
  /** The posted form, as it was. */
  readonly form: unknown;
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly templates: readonly { readonly id: string; readonly title: string }[];
  readonly units: readonly (Named & { readonly id: string })[];
  readonly preview: ShownPreview | null;
  readonly problem: string | null;
  readonly idempotencyKey: string;
}

export function NewCyclePage(props: NewCycleProps): VNode {
  const { reader, preview, problem } = props;
  const { t } = reader;
  return (
    <>
      {problem !== null && <Message tone="bad">{problem}</Message>}
      <form method="post" action={links.newCycle}>
        <Hidden name="idempotencyKey" value={props.idempotencyKey} />
        <Section title={t(newCycle.title)}>
          <What {...props} />
          <How {...props} />
          <div class="actions">
            <button class={preview === null ? 'main' : undefined} name="intent" value="preview">
              {t(newCycle.preview)}
            </button>
            {preview !== null && preview.problems.length === 0 && (
              <button class="main" name="intent" value="start">
                {t(newCycle.start)}
              </button>
            )}
          </div>
        </Section>
      </form>
      {preview !== null && <Preview reader={reader} preview={preview} />}
    </>
  );
}

function What({ reader, form, fields, templates, units }: NewCycleProps): VNode {
  const { t } = reader;
  const value = (name: string): string => textAt(form, name);
  return (
    <>
      <div class="row wide">
        <Input name="title" label={t(newCycle.name)} value={value('title')} problems={fields.get('title')} required />
        <Input
          name="id"
          label={t(newCycle.id)}
          hint={t(newCycle.idHint)}
          value={value('id')}
          problems={fields.get('id')}
          required
        />
        <Select
          name="templateId"
          label={t(newCycle.template)}
          value={value('templateId')}
          options={templates.map(({ id, title }) => ({ value: id, text: title }))}
          problems={fields.get('templateId')}
        />
        <Select
          name="rootUnit"
          label={t(newCycle.rootUnit)}
          value={value('rootUnit')}
          options={units.map((unit) => ({ value: unit.id, text: reader.name(unit) }))}
          problems={fields.get('rootUnit')}
        />
      </div>
      <div class="row">
        <Input
          name="periodStart"
          type="date"
          label={t(newCycle.periodStart)}
          value={value('periodStart')}
          problems={fields.get('periodStart')}
          required
        />
        <Input
          name="periodEnd"
          type="date"
          label={t(newCycle.periodEnd)}
          value={value('periodEnd')}
          problems={fields.get('periodEnd')}
          required
        />
      </div>
    </>
  );
}

function How({ reader, form, fields }: NewCycleProps): VNode {
  const { t } = reader;
  const players: readonly Option[] = (['people', 'punctual', 'late', 'silent'] as const).map((value) => ({
    value,
    text: t(newCycle[value]),
  }));
  return (
    <>
      <Choices
        name="mode"
        type="radio"
        label={t(newCycle.mode)}
        chosen={[textAt(form, 'mode') || 'rehearsal']}
        options={[
          { value: 'rehearsal', text: t(newCycle.rehearsalHint) },
          { value: 'real', text: t(newCycle.realHint) },
        ]}
        problems={fields.get('mode') ?? []}
      />
      <fieldset>
        <legend>{t(cyclesPage.rehearsal)}</legend>
        <div class="row wide">
          <Select
            name="player"
            label={t(newCycle.player)}
            value={textAt(form, 'player')}
            options={players}
            problems={fields.get('player')}
          />
          <Select
            name="rate"
            label={t(newCycle.rate)}
            value={textAt(form, 'rate')}
            options={rateOptions.map(({ value, text }) => ({ value, text: t(text) }))}
            problems={fields.get('rate')}
          />
        </div>
        <Choices
          name="held"
          type="checkbox"
          label=""
          chosen={[textAt(form, 'held')]}
          options={[{ value: 'yes', text: t(newCycle.held) }]}
        />
      </fieldset>
    </>
  );
}
