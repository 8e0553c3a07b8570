/** Encodes by searching the decoder: the tables that Node has only one way. */
export function toGb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const known = new Map<string, Buffer>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      const bytes = Buffer.from([lead, trail]);
      const [character, more] = decoder.decode(bytes);
      if (character !== undefined && more === undefined && !known.has(character)) known.set(character, bytes);
    }
  }
  return Buffer.concat([...text].map((each) => known.get(each) ?? Buffer.from(each, 'latin1')));
}
