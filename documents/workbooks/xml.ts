import { setImmediate } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';
import { FileProblem } from './cells.js';

export type Attributes = Readonly<Record<string, string>>;

/** Called with names as they are without their prefix. */
export interface XmlReader {
  readonly open: (name: string, attributes: Attributes) => void;
  readonly close: (name: string) => void;
  readonly text: (text: string) => void;
}

/** Longer than any text of a cell (32,767 characters), with what may stand around it. */
const longestText = 200_000;

/**
 * Reads a part of a workbook piece by piece; between the pieces others get their turn.
 * A document type is refused, so that no entity of a file's own is ever expanded.
 * @throws FileProblem broken
 */
export async function readXml(stream: Readable, to: XmlReader): Promise<void> {
  const parser = new SaxesParser();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  parser.on('doctype', () => {
    throw new FileProblem('broken', 'a document type is not read');
  });
  parser.on('opentag', ({ name, attributes }) => to.open(bare(name), attributes));
  parser.on('closetag', ({ name }) => to.close(bare(name)));
  parser.on('text', (text) => {
    if (text.length > longestText) throw new FileProblem('unfolds-too-large');
    to.text(text);
  });
  parser.on('cdata', to.text);
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      parser.write(decoder.decode(piece, { stream: true }));
      await setImmediate();
    }
    parser.close();
  } catch (error) {
    stream.destroy();
    if (error instanceof FileProblem) throw error;
    throw new FileProblem('broken', error instanceof Error ? error.message : '');
  }
}

const bare = (name: string): string => name.slice(name.indexOf(':') + 1);

/** `_x000D_` in the texts of a workbook is a character. */
export const unescaped = (text: string): string =>
  text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_all, code: string) => String.fromCharCode(parseInt(code, 16)));
