/** What a rating rests on: a record of the system, a file, an address. Free text is a comment, no evidence. */
export type Evidence =
  | { readonly kind: 'note'; readonly note: string }
  /** `unit` null: of the unit that is rated. */
  | { readonly kind: 'report'; readonly unit: string | null; readonly step: string }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'address'; readonly address: string };

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
// Without a user: what stands before an `@` only pretends to be the host.
const address = /^https?:\/\/[^\s/?#@\\]+(?:[/?#]\S*)?$/i;
const unitId = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const stepId = /^[a-z0-9][a-z0-9-]*$/;

/** `note/12`, `report/checkpoint-2`, `report/sales/checkpoint-2`, `file/<uuid>`, or an http(s) address; null: free text. */
export function parseEvidence(text: string): Evidence | null {
  const said = text.trim();
  const [kind = '', ...rest] = said.split('/');
  const [first = '', second] = rest;
  switch (kind) {
    case 'note':
      return rest.length === 1 && /^[1-9]\d{0,17}$/.test(first) ? { kind, note: first } : null;
    case 'file':
      return rest.length === 1 && uuid.test(first) ? { kind, file: first } : null;
    case 'report':
      if (rest.length === 1) return stepId.test(first) ? { kind, unit: null, step: first } : null;
      if (rest.length !== 2 || second === undefined) return null;
      return unitId.test(first) && stepId.test(second) ? { kind, unit: first, step: second } : null;
    default:
      return address.test(said) ? { kind: 'address', address: said } : null;
  }
}

/** How each kind of record is quoted. */
export const fileReference = (id: string): string => `file/${id}`;
export const reportReference = (unit: string | null, step: string): string =>
  unit === null ? `report/${step}` : `report/${unit}/${step}`;
