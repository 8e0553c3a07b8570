import { expect, test } from 'vitest';
import { beginsHeld } from '../../domain/process/index.js';

test('a clock without pace waits for players from its first day; with a pace, or without players, it goes as it is told', () => {
  for (const player of ['script', 'policy'] as const) {
    expect(beginsHeld(false, { rate: 0, player })).toBe(true);
    expect(beginsHeld(false, { rate: 1, player })).toBe(false);
  }
  expect(beginsHeld(false, { rate: 0, player: 'people' })).toBe(false);
  expect(beginsHeld(true, { rate: 1, player: 'people' })).toBe(true);
});
