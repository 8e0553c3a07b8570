import type { StepKind } from '../domain/process/index.js';
import type { Query } from './connect.js';

/** Kinds of steps that a reader is told of in some units only; everywhere else they are neither listed nor counted. */
export type UntoldKinds = readonly { readonly kinds: readonly StepKind[]; readonly but: readonly string[] }[];

/** The reader is told of the step that the table has, by its unit and kind. */
export const isToldOf = (sql: Query, untold: UntoldKinds, table = 's') =>
  untold.reduce(
    (told, { kinds, but }) =>
      sql`${told} AND NOT (${sql(`${table}.kind`)} = ANY (${kinds as string[]}::text[]) AND NOT coalesce(${sql(`${table}.unit_id`)} = ANY (${but as string[]}::text[]), false))`,
    sql`true`,
  );
