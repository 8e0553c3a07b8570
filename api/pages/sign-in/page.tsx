import type { VNode } from 'preact';
import { roleExplanations, roleNames, signIn } from '../../../messages/pages.js';
import { Hidden, Input } from '../components/fields.js';
import { Message, Section } from '../components/marks.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';

export interface Persona extends Named {
  readonly id: string;
  readonly roles: readonly string[];
  readonly heads: readonly Named[];
  readonly memberOf: readonly Named[];
}

export interface SignInProps {
  readonly reader: Reader;
  /** null: signing in as a sample person is off. */
  readonly personas: readonly Persona[] | null;
  readonly login: string;
  readonly back: string;
  readonly problem: string | null;
}

const groups = ['hr', 'head', 'member', 'finance', 'board', 'auditor', 'admin'] as const;
type Group = (typeof groups)[number];

/** Someone with several parts stands where they do most. */
function groupOf(persona: Persona): Group {
  const role = groups.find((group) => persona.roles.includes(group));
  if (role !== undefined) return role;
  return persona.heads.length > 0 ? 'head' : 'member';
}

export function SignInPage({ reader, personas, login, back, problem }: SignInProps): VNode {
  const { t } = reader;
  return (
    <>
      <p class="lead">{t(signIn.lead)}</p>
      {problem !== null && <Message tone="bad">{problem}</Message>}
      {personas !== null && personas.length > 0 && <Personas reader={reader} personas={personas} back={back} />}
      <Section title={t(signIn.account)}>
        <form method="post" action="/sign-in">
          <Hidden name="back" value={back} />
          <div class="row wide">
            <Input name="login" label={t(signIn.login)} value={login} autoComplete="username" required />
            <Input
              name="password"
              label={t(signIn.password)}
              type="password"
              value=""
              autoComplete="current-password"
              required
            />
          </div>
          <div class="actions">
            <button class="main">{t(signIn.submit)}</button>
          </div>
        </form>
      </Section>
    </>
  );
}

function Personas({
  reader,
  personas,
  back,
}: {
  readonly reader: Reader;
  readonly personas: readonly Persona[];
  readonly back: string;
}): VNode {
  const { t } = reader;
  const inGroup = (group: Group): readonly Persona[] => personas.filter((persona) => groupOf(persona) === group);
  return (
    <Section title={t(signIn.personas)}>
      <p class="hint">{t(signIn.personasHint)}</p>
      <form method="post" action="/sign-in">
        <Hidden name="back" value={back} />
        {groups
          .filter((group) => inGroup(group).length > 0)
          .map((group) => (
            <section key={group}>
              <h3>{t(roleNames[group])}</h3>
              <p class="hint">{t(roleExplanations[group])}</p>
              <div class="personas">
                {inGroup(group).map((persona) => (
                  <button key={persona.id} name="persona" value={persona.id}>
                    <strong>{reader.name(persona)}</strong> <span>{partOf(reader, persona)}</span>
                  </button>
                ))}
              </div>
            </section>
          ))}
      </form>
    </Section>
  );
}

function partOf(reader: Reader, persona: Persona): string {
  const list = (units: readonly Named[]): string =>
    units.map((unit) => reader.name(unit)).join(reader.language === 'en' ? ', ' : '、');
  if (persona.heads.length > 0) return reader.t(signIn.headOf(list(persona.heads)));
  return persona.memberOf.length > 0 ? reader.t(signIn.memberOf(list(persona.memberOf))) : '';
}
