import type { Organization } from '../documents/organization.js';
import { json, type Query } from './connect.js';
import { type Author, lockStrategy, nobody, recordChanges } from './strategy-versions.js';

/**
 * Takes an organization in, inside the caller's transaction: persons and units
 * are added or brought up to date, relations replaced. Units the document no
 * longer names stay, for the cycles that knew them. Who rates whom is kept with
 * versions.
 */
export async function importOrganization(sql: Query, document: Organization, by: Author = nobody): Promise<void> {
  await lockOrganization(sql);
  await lockStrategy(sql);
  const persons = json(sql, document.persons);
  const units = json(sql, document.units);
  await sql`
    INSERT INTO persons (id, name_zh, name_en, email)
    SELECT id, name ->> 'zh-CN', name ->> 'en', email FROM jsonb_to_recordset(${persons}::jsonb) AS p (id text, name jsonb, email text)
    ON CONFLICT (id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, email = excluded.email`;
  await sql`DELETE FROM person_roles`;
  await sql`
    INSERT INTO person_roles (person_id, role)
    SELECT p.id, r.role FROM jsonb_to_recordset(${persons}::jsonb) AS p (id text, roles jsonb), jsonb_array_elements_text(p.roles) AS r (role)
    ON CONFLICT DO NOTHING`;
  await sql`
    INSERT INTO units (id, kind, name_zh, name_en, head_id, position, payroll_base, budget_base_minor)
    SELECT u.value ->> 'id', u.value ->> 'kind', u.value -> 'name' ->> 'zh-CN', u.value -> 'name' ->> 'en', u.value ->> 'head',
           u.position, u.value ->> 'payrollBase', (u.value ->> 'budgetBaseMinor')::bigint
      FROM jsonb_array_elements(${units}::jsonb) WITH ORDINALITY AS u (value, position)
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name_zh = excluded.name_zh, name_en = excluded.name_en,
      head_id = excluded.head_id, position = excluded.position, payroll_base = excluded.payroll_base,
      budget_base_minor = excluded.budget_base_minor`;
  await sql`
    UPDATE units SET parent_id = u.parent FROM jsonb_to_recordset(${units}::jsonb) AS u (id text, parent text)
     WHERE units.id = u.id AND units.parent_id IS DISTINCT FROM u.parent`;
  await sql`DELETE FROM unit_members`;
  await sql`
    INSERT INTO unit_members (unit_id, person_id)
    SELECT u.id, m.id FROM jsonb_to_recordset(${units}::jsonb) AS u (id text, members jsonb), jsonb_array_elements_text(u.members) AS m (id)
    ON CONFLICT DO NOTHING`;
  await sql`DELETE FROM cooperation`;
  await sql`
    INSERT INTO cooperation (unit_id, rater_unit_id, position)
    SELECT u.id, r.id, r.position
      FROM jsonb_to_recordset(${units}::jsonb) AS u (id text, "ratedBy" jsonb),
           jsonb_array_elements_text(u."ratedBy") WITH ORDINALITY AS r (id, position)
    ON CONFLICT DO NOTHING`;
  await recordChanges(sql, { ...by, way: 'import', kinds: ['cooperation'] });
  await sql`DELETE FROM stand_ins`;
  await sql`
    INSERT INTO stand_ins (principal_id, person_id, from_date, to_date)
    SELECT principal, person, "from"::date, "to"::date
      FROM jsonb_to_recordset(${json(sql, document.standIns)}::jsonb) AS s (principal text, person text, "from" text, "to" text)`;
}

/** Whole imports come one after another: whoever holds this, until the end of the transaction, sees no other between. */
export async function lockOrganization(sql: Query): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(730511226)`;
}

export interface UnitRow {
  readonly id: string;
  readonly kind: string;
  readonly parent: string | null;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly head: string | null;
}

export async function listUnits(sql: Query): Promise<readonly UnitRow[]> {
  return sql<UnitRow[]>`
    SELECT id, kind, parent_id AS parent, name_zh AS "nameZh", name_en AS "nameEn", head_id AS head
      FROM units ORDER BY position, id`;
}

export interface PersonRow {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly roles: readonly string[];
  readonly heads: readonly string[];
  readonly memberOf: readonly string[];
}

export async function listPersons(sql: Query, id: string | null = null): Promise<readonly PersonRow[]> {
  return sql<PersonRow[]>`
    SELECT p.id, p.name_zh AS "nameZh", p.name_en AS "nameEn",
           ARRAY(SELECT role FROM person_roles r WHERE r.person_id = p.id ORDER BY role) AS roles,
           ARRAY(SELECT u.id::text FROM units u WHERE u.head_id = p.id ORDER BY u.position) AS heads,
           ARRAY(SELECT m.unit_id::text FROM unit_members m WHERE m.person_id = p.id ORDER BY m.unit_id) AS "memberOf"
      FROM persons p WHERE p.active AND (${id}::text IS NULL OR p.id = ${id}) ORDER BY p.id`;
}
