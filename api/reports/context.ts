import { loadCalendar } from '../../db/calendar.js';
import type { Query } from '../../db/connect.js';
import { namesOfPersons, namesOfUnits } from '../../db/reports.js';
import { workingDays } from '../../domain/dates.js';
import type { AttemptContext } from '../../domain/reports/index.js';

/** What reports read their rows by: the names of all units and of these persons, and the calendar. */
export async function contextOf(sql: Query, persons: readonly string[] = []): Promise<AttemptContext> {
  const [units, names, calendar] = await Promise.all([
    namesOfUnits(sql),
    namesOfPersons(sql, persons),
    loadCalendar(sql),
  ]);
  return { units, persons: names, days: workingDays(calendar) };
}
