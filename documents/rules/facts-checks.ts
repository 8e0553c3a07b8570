import type { Component, Facts, Scorecard } from '../../domain/rules/index.js';
import type { Looking } from '../looking.js';
import { boundFractions } from './bounds.js';
import { unique } from './numbers.js';

/** Ratings by roles that the card does not ask, or twice by the same; more digits than can be computed with. `at`: where the facts stand. */
export function checkFacts(facts: Facts['facts'], card: Scorecard, at: readonly PropertyKey[], looking: Looking): void {
  if (typeof facts !== 'object' || facts === null) return;
  if (looking.sound(at)) boundFractions(card, facts, at, looking);
  const asked = rolesOf(card.root);
  for (const [id, fact] of Object.entries(facts)) {
    const path = [...at, id, 'ratings'];
    if (typeof fact !== 'object' || fact === null || fact.ratings === undefined || !looking.sound(path)) continue;
    const roles = asked.get(id);
    fact.ratings.forEach(({ role }, index) => {
      if (roles === undefined || roles.has(role)) return;
      looking.tell([...path, index, 'role'], 'RATING_ROLE_UNKNOWN', `${id} is not rated by ${role}`);
    });
    unique(
      fact.ratings.map(({ role, by }) => JSON.stringify([role, by])),
      (index) => [...path, index],
      looking,
      'RATING_TWICE',
    );
  }
}

function rolesOf(component: Component): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  const visit = (each: Component): void => {
    if ('parts' in each) each.parts.forEach(visit);
    else if ('rating' in each) found.set(each.id, new Set(each.rating.by.map(({ role }) => role)));
  };
  visit(component);
  return found;
}
