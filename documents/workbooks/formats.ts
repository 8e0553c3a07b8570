/** How a number is shown: as a number, with a percent sign, or as a day. */
export type Shown = 'number' | 'percent' | 'day';

/** Formats that have a number but no text, as the standard and Chinese Excel define them. */
const built: ReadonlyMap<number, Shown> = new Map([
  ...[9, 10].map((id): [number, Shown] => [id, 'percent']),
  ...[14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47].map((id): [number, Shown] => [id, 'day']),
  ...Array.from({ length: 10 }, (_, at): [number, Shown] => [27 + at, 'day']),
  ...Array.from({ length: 9 }, (_, at): [number, Shown] => [50 + at, 'day']),
]);

/** By the format's number, and its text where the file has one. */
export function shownBy(id: number, code: string | undefined): Shown {
  if (code === undefined) return built.get(id) ?? 'number';
  // Texts, escaped characters and colours say nothing about the kind.
  const bare = code.replaceAll(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  if (bare.includes('%')) return 'percent';
  return /[ymdhs年月日]/i.test(bare.replaceAll(/general|e[+-]/gi, '')) ? 'day' : 'number';
}
