/** What a template has people rate, and on which scale: players rate whatever template a rehearsal goes by. */
import { exact, printNumber } from '../domain/numbers.js';
import type { RatingEntry } from '../domain/process/index.js';
import type { TemplatePart } from './contract.js';

export interface Scale {
  readonly min: string;
  readonly max: string;
}
export interface Rated {
  /** Of goals that people judge. */
  readonly goals: Scale | null;
  /** Parts of the template's own. */
  readonly parts: readonly { readonly id: string; readonly scale: Scale }[];
}

export function ratedOf(root: TemplatePart): Rated {
  const { fromGoals, rating, parts = [] } = root;
  const below = parts.map(ratedOf);
  return {
    goals: fromGoals?.rating?.scale ?? below.find((each) => each.goals !== null)?.goals ?? null,
    parts: [
      ...(rating === undefined ? [] : [{ id: root.id, scale: rating.scale }]),
      ...below.flatMap((each) => each.parts),
    ],
  };
}

/** Reports that the story quotes are not there in every year that is played. */
const workRecord = ['https://records.example/work'];

/** Ratings from 1 to 5 as the template's scales have them, and a good one for each part of its own. */
export function onScales(ratings: readonly RatingEntry[], { goals, parts }: Rated): readonly RatingEntry[] {
  const [least, range] = [exact('1'), exact('4')];
  const moved = (value: string, { min, max }: Scale): string => {
    const share = exact(value).sub(least).div(range);
    return printNumber(exact(min).add(exact(max).sub(exact(min)).mul(share)));
  };
  const own = parts.map(({ id, scale }) => ({ item: id, value: moved('4', scale), evidence: workRecord }));
  return [
    ...(goals === null
      ? []
      : ratings.map((each) => ({ ...each, value: moved(each.value, goals), evidence: workRecord }))),
    ...own,
  ];
}
