/** Who the persons of the sample organization are, read from its own document. */
import { readFileSync } from 'node:fs';

interface Organization {
  readonly persons: readonly { readonly id: string; readonly roles?: readonly string[] }[];
  readonly units: readonly { readonly id: string; readonly parent?: string; readonly head?: string }[];
}

const organization = JSON.parse(
  readFileSync(new URL('../../sample/organization.json', import.meta.url), 'utf8'),
) as Organization;

const units = new Map(organization.units.map((unit) => [unit.id, unit]));

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the sample organization has no ${what}`);
  return value;
}

export const headOf = (unit: string): string => known(units.get(unit)?.head, `head of ${unit}`);

export const superiorOf = (unit: string): string => headOf(known(units.get(unit)?.parent, `unit above ${unit}`));

/** The n-th person with that role, in the document's order. */
export function withRole(role: 'hr' | 'finance' | 'board' | 'auditor', n: number): string {
  const persons = organization.persons.filter((person) => person.roles?.includes(role) === true);
  return known(persons[n]?.id, `${role} person ${String(n + 1)}`);
}

export const allPersons = (): readonly string[] => organization.persons.map((person) => person.id);
