/** A sequence of choices that one number decides, so that any difference found can be had again. */
export interface Random {
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  /** True once in so many. */
  oneIn(times: number): boolean;
  pick<const T>(values: readonly T[]): T;
  /** Up to `most` of the values, each once, in their order. */
  some<T>(values: readonly T[], most: number): readonly T[];
  shuffled<T>(values: readonly T[]): T[];
  list<T>(least: number, most: number, make: (index: number) => T): readonly T[];
  /** The value, or nothing, each about as often. */
  maybe<T>(make: () => T): T | undefined;
}

/** mulberry32: small, and good enough to choose documents by. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const oneIn = (times: number): boolean => int(1, times) === 1;
  const list = <T>(least: number, most: number, make: (index: number) => T): readonly T[] =>
    Array.from({ length: int(least, most) }, (_, index) => make(index));
  return {
    int,
    oneIn,
    list,
    shuffled: (values) => {
      const left = [...values];
      return values.flatMap(() => left.splice(int(0, left.length - 1), 1));
    },
    pick: (values) => {
      if (values.length === 0) throw new RangeError('nothing to pick from');
      return values[int(0, values.length - 1)] as (typeof values)[number];
    },
    some: (values, most) => {
      const wanted = Math.min(int(0, most), values.length);
      const chosen = new Set<number>();
      while (chosen.size < wanted) chosen.add(int(0, values.length - 1));
      return values.filter((_, index) => chosen.has(index));
    },
    maybe: (make) => (oneIn(2) ? make() : undefined),
  };
}

/** Without the members that are undefined: documents have none. */
export function made<T extends object>(value: { [Key in keyof T]: T[Key] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

/** `-1250` hundredths → `-12.50`, `-12.5` or, where nothing is lost, `-12`: all ways of writing are met. */
export function hundredths(random: Random, value: number): string {
  const digits = String(Math.abs(value)).padStart(3, '0');
  const [whole, places] = [digits.slice(0, -2), digits.slice(-2)];
  const short = places.replace(/0+$/, '');
  const written = random.oneIn(4) ? `.${places}` : short === '' ? '' : `.${short}`;
  return `${value < 0 ? '-' : ''}${whole}${written}`;
}

/** Whole numbers mostly, so that equal values and exact edges are met often; now and then a very long one. */
export function decimal(random: Random, low: number, high: number): string {
  const least = Math.max(low, 0);
  if (least < high && random.oneIn(60))
    return `${random.int(least, high - 1)}.${'0987654321'.repeat(random.int(1, 3))}`;
  if (random.oneIn(3)) return hundredths(random, random.int(low * 100, high * 100));
  return hundredths(random, random.int(low, high) * 100);
}

/** `least` to `most` different decimals, ascending. */
export function ascending(
  random: Random,
  least: number,
  most: number,
  low: number,
  high: number,
): readonly [string, ...string[]] {
  const wanted = random.int(least, most);
  const found = new Set<number>();
  while (found.size < wanted)
    found.add(random.oneIn(3) ? random.int(low * 100, high * 100) : random.int(low, high) * 100);
  const [first = 0, ...others] = [...found].sort((a, b) => a - b);
  return [hundredths(random, first), ...others.map((value) => hundredths(random, value))];
}
