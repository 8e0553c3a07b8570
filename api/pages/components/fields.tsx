import type { ComponentChildren, VNode } from 'preact';

/** What every field has: its name in the form, its label, and what is wrong with it. */
export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problems?: readonly string[] | undefined;
  /** What else is to be said about what stands there: it gets a line of its own. */
  readonly told?: VNode | null | undefined;
  readonly required?: boolean | undefined;
}

/** The id of a field, for links to it. */
export const fieldId = (name: string): string => `f-${name.replaceAll('.', '-')}`;
const idOf = fieldId;

/** Attributes that tie a control to its label, hint and problems. */
function tied({ name, hint, problems = [] }: FieldProps): Record<string, string | undefined> {
  const about = [hint !== undefined && `${idOf(name)}-hint`, problems.length > 0 && `${idOf(name)}-problem`];
  return {
    id: idOf(name),
    name,
    'aria-describedby': about.filter((each) => each !== false).join(' ') || undefined,
    'aria-invalid': problems.length > 0 ? 'true' : undefined,
  };
}

function Framed({ field, children }: { readonly field: FieldProps; readonly children: ComponentChildren }): VNode {
  const problems = field.problems ?? [];
  return (
    <div class={`field${problems.length > 0 ? ' wrong' : ''}${field.told == null ? '' : ' told'}`}>
      <label for={idOf(field.name)}>{field.label}</label>
      {field.hint !== undefined && (
        <p class="hint" id={`${idOf(field.name)}-hint`}>
          {field.hint}
        </p>
      )}
      {problems.length > 0 && (
        <ul class="problem" id={`${idOf(field.name)}-problem`}>
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      {field.told}
      {children}
    </div>
  );
}

export interface InputProps extends FieldProps {
  readonly value: string;
  readonly type?: 'text' | 'date' | 'password';
  readonly inputMode?: 'decimal' | 'text';
  readonly autoComplete?: 'username' | 'current-password';
  /** The id of a list of what can be typed. */
  readonly list?: string;
}

/** Files to upload with the form; what is typed around them is sent along. */
export function FileInput(props: FieldProps & { readonly accept: string }): VNode {
  return (
    <Framed field={props}>
      <input {...tied(props)} type="file" accept={props.accept} multiple />
    </Framed>
  );
}

/** Numbers are text fields with a number keyboard: full-width digits may be typed. */
export function Input(props: InputProps): VNode {
  const { value, type = 'text', inputMode, autoComplete, required, list } = props;
  const shared = { ...tied(props), value, inputMode, autocomplete: autoComplete, required, list };
  return (
    <Framed field={props}>
      {type === 'text' && <input {...shared} type="text" />}
      {type === 'date' && <input {...shared} type="date" />}
      {type === 'password' && <input {...shared} type="password" />}
    </Framed>
  );
}

export const NumberInput = (props: Omit<InputProps, 'type' | 'inputMode'>): VNode => (
  <Input {...props} inputMode="decimal" />
);

export function TextArea(props: FieldProps & { readonly value: string; readonly rows?: number }): VNode {
  return (
    <Framed field={props}>
      <textarea {...tied(props)} rows={props.rows ?? 3} required={props.required}>
        {props.value}
      </textarea>
    </Framed>
  );
}

export interface Option {
  readonly value: string;
  readonly text: string;
}
export interface OptionGroup {
  readonly title: string;
  readonly options: readonly Option[];
}

export interface SelectProps extends FieldProps {
  readonly value: string;
  readonly options: readonly (Option | OptionGroup)[];
}

export function Select(props: SelectProps): VNode {
  const { value, options } = props;
  const option = (each: Option): VNode => (
    <option key={each.value} value={each.value} selected={each.value === value}>
      {each.text}
    </option>
  );
  return (
    <Framed field={props}>
      <select {...tied(props)} required={props.required}>
        {options.map((each) =>
          'options' in each ? (
            <optgroup key={each.title} label={each.title}>
              {each.options.map(option)}
            </optgroup>
          ) : (
            option(each)
          ),
        )}
      </select>
    </Framed>
  );
}

/** Several of a few, or one of a few: all visible. */
export function Choices({
  name,
  label,
  type,
  chosen,
  options,
  problems = [],
  told = null,
}: {
  readonly name: string;
  readonly label: string;
  readonly type: 'radio' | 'checkbox';
  readonly chosen: readonly string[];
  readonly options: readonly Option[];
  readonly problems?: readonly string[];
  readonly told?: VNode | null;
}): VNode {
  return (
    <fieldset id={idOf(name)} tabIndex={-1} class={problems.length > 0 ? 'choices wrong' : 'choices'}>
      <legend>{label}</legend>
      {problems.length > 0 && (
        <ul class="problem">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      {told}
      {options.map(({ value, text }) => (
        <label key={value} class="choice">
          <input type={type} name={name} value={value} checked={chosen.includes(value)} /> {text}
        </label>
      ))}
    </fieldset>
  );
}

export const Hidden = ({ name, value }: { readonly name: string; readonly value: string }): VNode => (
  <input type="hidden" name={name} value={value} />
);
