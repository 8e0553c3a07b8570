import type { Organization } from '../documents/organization.js';
import type { Query } from './connect.js';

/** The organization as the document that would bring it about: everybody and every unit that is known. */
export async function exportOrganization(sql: Query): Promise<Organization> {
  const [row] = await sql<{ document: Organization }[]>`
    SELECT jsonb_build_object(
      'format', 'perfcycle/organization@1',
      'persons', coalesce((SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', p.id,
        'name', jsonb_build_object('zh-CN', p.name_zh, 'en', p.name_en), 'email', p.email,
        'roles', coalesce((SELECT jsonb_agg(r.role ORDER BY r.role) FROM person_roles r WHERE r.person_id = p.id), '[]'))) ORDER BY p.id)
        FROM persons p), '[]'),
      'units', coalesce((SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', u.id, 'kind', u.kind, 'parent', u.parent_id,
        'name', jsonb_build_object('zh-CN', u.name_zh, 'en', u.name_en), 'head', u.head_id,
        'members', coalesce((SELECT jsonb_agg(m.person_id ORDER BY m.person_id) FROM unit_members m WHERE m.unit_id = u.id), '[]'),
        'payrollBase', u.payroll_base, 'budgetBaseMinor', u.budget_base_minor::text,
        'ratedBy', coalesce((SELECT jsonb_agg(c.rater_unit_id ORDER BY c.position, c.rater_unit_id) FROM cooperation c
                              WHERE c.unit_id = u.id), '[]'))) ORDER BY u.position, u.id) FROM units u), '[]'),
      'standIns', coalesce((SELECT jsonb_agg(jsonb_build_object('principal', principal_id, 'person', person_id,
        'from', from_date, 'to', to_date) ORDER BY principal_id, from_date, person_id) FROM stand_ins), '[]')) AS document`;
  if (row === undefined) throw new Error('no organization row');
  return row.document;
}
