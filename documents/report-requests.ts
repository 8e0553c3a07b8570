import { z } from 'zod';
import { reportKinds, reportWords } from '../domain/reports/index.js';
import { id } from './basics.js';
import { pageQuery } from './requests.js';

/** What is asked of reports; parsed and described by the same schemas. */
export const reportKind = z.enum(reportKinds);
export const reportList = z.enum(reportWords);
export const reportParams = z.object({ id, report: reportKind });
export const reportListParams = reportParams.extend({ list: reportList });

export const scopeQuery = z.object({
  scope: id.optional().meta({
    description: 'a unit: of it and those below; the report `unit` is about exactly that unit, and needs it',
  }),
});
const facets = z.string().max(200).meta({
  description: 'any of the facets of the list, with the value that a row must have',
});
export const rowsQuery = scopeQuery.catchall(facets);
export const listQuery = scopeQuery.extend(pageQuery.shape).catchall(facets);
