import type { VNode } from 'preact';
import { cadences, type KindOfContent, type StrategyKind } from '../../../domain/strategy.js';
import { cadenceNames, frame, goalFields, libraryPages, strategyPages } from '../../../messages/pages.js';
import { Choices, Input, type Option, Select, TextArea } from '../components/fields.js';
import type { Reader } from '../reader.js';
import { linesOf, plainNumber, said, textAt } from '../steps/form-data.js';

/** What the fields of an entry's form are made from. */
export interface EntryFormProps {
  readonly reader: Reader;
  readonly kind: StrategyKind;
  /** As typed, or as it is (`formOf`). */
  readonly form: unknown;
  readonly problems: ReadonlyMap<string, readonly string[]>;
  /** To choose an owner from; null: too many, its id is typed. */
  readonly units: readonly Option[] | null;
  /** Ids that can be typed into lists, by name; empty where there are too many. */
  readonly known: readonly Option[];
}

/** Ids stand one a line; spaces and commas part them too. */
const idsOf = (text: string): readonly string[] => linesOf(text.replaceAll(/[\s,，、;；]+/g, '\n'));

/** The content that a posted form says; not checked yet. */
export function contentOf(kind: StrategyKind, form: unknown): unknown {
  const value = (...path: readonly string[]): string => textAt(form, 'content', ...path).trim();
  const title = { 'zh-CN': value('title', 'zh-CN'), en: value('title', 'en') };
  switch (kind) {
    case 'objectives':
      return { title };
    case 'swot':
      return { kind: value('kind'), title, key: value('key') === 'yes' };
    case 'metrics':
      return {
        unit: value('unit'),
        title,
        ...said('measuredIn', value('measuredIn')),
        better: value('better'),
        source: value('source'),
        accrual: value('accrual'),
        ...said('cadence', value('cadence')),
        tension: idsOf(value('tension')),
        history: linesOf(value('history')).map(plainNumber),
      };
    case 'cooperation':
      return { raters: idsOf(value('raters')) };
  }
}

/** An entry as its form would have been typed. */
export function formOf(entry: KindOfContent): Readonly<Record<string, unknown>> {
  switch (entry.kind) {
    case 'objectives':
      return { content: entry.content };
    case 'swot':
      return { content: { ...entry.content, key: entry.content.key ? 'yes' : '' } };
    case 'metrics': {
      const { tension, history } = entry.content;
      return { content: { ...entry.content, tension: tension.join('\n'), history: history.join('\n') } };
    }
    case 'cooperation':
      return { content: { raters: entry.content.raters.join('\n') } };
  }
}

/** A problem in a list stands at the list's field. */
export const fieldName = (name: string): string => name.replace(/^(content\.(?:tension|history|raters))\.\d+$/, '$1');

export function EntryFields(props: EntryFormProps): VNode {
  switch (props.kind) {
    case 'objectives':
      return <Titles {...props} />;
    case 'swot':
      return <SwotFields {...props} />;
    case 'metrics':
      return <MetricFields {...props} />;
    case 'cooperation':
      return <List {...props} name="raters" label={props.reader.t(libraryPages.raters)} />;
  }
}

/** Name, value and problems of the field at that place of the content. */
function fieldAt({ form, problems }: EntryFormProps, ...path: readonly string[]) {
  const name = ['content', ...path].join('.');
  return { name, value: textAt(form, 'content', ...path), problems: problems.get(name) ?? [] };
}

function Titles(props: EntryFormProps): VNode {
  const { t } = props.reader;
  return (
    <div class="row wide">
      <Input {...fieldAt(props, 'title', 'zh-CN')} label={t(strategyPages.titleZh)} required />
      <Input {...fieldAt(props, 'title', 'en')} label={t(strategyPages.titleEn)} required />
    </div>
  );
}

function SwotFields(props: EntryFormProps): VNode {
  const { t } = props.reader;
  const kinds = (['strength', 'weakness', 'opportunity', 'threat'] as const).map((value) => ({
    value,
    text: t(libraryPages[value]),
  }));
  const key = fieldAt(props, 'key');
  return (
    <>
      <Titles {...props} />
      <Select {...fieldAt(props, 'kind')} label={t(strategyPages.kind)} options={kinds} />
      <Choices
        name={key.name}
        type="checkbox"
        label=""
        chosen={[key.value]}
        options={[{ value: 'yes', text: t(strategyPages.isKey) }]}
        problems={key.problems}
      />
    </>
  );
}

function MetricFields(props: EntryFormProps): VNode {
  const { reader, units } = props;
  const { t } = reader;
  const options = <T extends string>(values: readonly T[], textOf: (value: T) => string): readonly Option[] =>
    values.map((value) => ({ value, text: textOf(value) }));
  const unknown = { value: '', text: t(strategyPages.cadenceUnknown) };
  return (
    <>
      <Titles {...props} />
      <div class="row wide">
        {units === null ? (
          <Input
            {...fieldAt(props, 'unit')}
            label={t(strategyPages.owner)}
            hint={t(strategyPages.ownerHint)}
            required
          />
        ) : (
          <Select
            {...fieldAt(props, 'unit')}
            label={t(strategyPages.owner)}
            options={[{ value: '', text: t(frame.choose) }, ...units]}
            required
          />
        )}
        <Input {...fieldAt(props, 'measuredIn')} label={t(libraryPages.measuredIn)} />
      </div>
      <div class="row">
        <Select
          {...fieldAt(props, 'better')}
          label={t(libraryPages.better)}
          options={options(['higher', 'lower', 'in-band'], (value) => t(goalFields[value]))}
        />
        <Select
          {...fieldAt(props, 'source')}
          label={t(libraryPages.source)}
          options={options(['manual', 'collected'], (value) => t(libraryPages[value]))}
        />
        <Select
          {...fieldAt(props, 'accrual')}
          label={t(strategyPages.accrual)}
          options={options(['level', 'accumulating'], (value) => t(strategyPages[value]))}
        />
        <Select
          {...fieldAt(props, 'cadence')}
          label={t(strategyPages.cadence)}
          options={[unknown, ...options(cadences, (value) => t(cadenceNames[value]))]}
        />
      </div>
      <List {...props} name="tension" label={t(libraryPages.tension)} />
      <TextArea {...fieldAt(props, 'history')} label={t(libraryPages.history)} hint={t(strategyPages.historyHint)} />
    </>
  );
}

function List(props: EntryFormProps & { readonly name: 'tension' | 'raters'; readonly label: string }): VNode {
  const { reader, name, label, known } = props;
  const { t } = reader;
  return (
    <>
      <TextArea
        {...fieldAt(props, name)}
        label={label}
        hint={t(name === 'tension' ? strategyPages.tensionHint : strategyPages.ratersHint)}
      />
      {known.length > 0 && (
        <details>
          <summary>{t(strategyPages.ids)}</summary>
          <ul>
            {known.map(({ value, text }) => (
              <li key={value}>
                <code>{value}</code> {text}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
