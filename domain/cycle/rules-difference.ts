import { canonicalJson } from '../canonical.js';
import { type RulesChange, sectionsOf } from './rules-change.js';
import type { Template } from '../template.js';

/** One place of the rules where they differ; `null` where nothing stands there. Values as canonical JSON. */
export interface RulesDifference {
  /** JSON pointer into the template. */
  readonly pointer: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Every place in which a change differs from what is in force, in the order of the sections. */
export function rulesDifference(before: Template, change: RulesChange): readonly RulesDifference[] {
  return sectionsOf(change).flatMap((section) => differences(`/${section}`, before[section], change[section]));
}

type Members = Readonly<Record<string, unknown>>;

function differences(pointer: string, before: unknown, after: unknown): readonly RulesDifference[] {
  const [was, is] = [printed(before), printed(after)];
  if (was === is) return [];
  const [old, young] = [membersOf(before), membersOf(after)];
  if (old === null || young === null) return [{ pointer, before: was, after: is }];
  return [...new Set([...Object.keys(old), ...Object.keys(young)])].flatMap((key) =>
    differences(`${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, old[key], young[key]),
  );
}

const printed = (value: unknown): string | null => (value === undefined ? null : canonicalJson(value));

/** What can be compared member by member: objects, and lists of objects. A list of points is one value. */
function membersOf(value: unknown): Members | null {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value) && !value.every((each) => typeof each === 'object' && !Array.isArray(each))) return null;
  return value as Members;
}
