import { readdir, readFile } from 'node:fs/promises';
import type { Template } from '../domain/template.js';
import { parseTemplate } from './template.js';

const folder = new URL('./templates/', import.meta.url);

/** The templates that come with the program, by id: for any organization. @throws where a file is none */
export async function readLibrary(): Promise<readonly Template[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (file) => {
      const parsed = parseTemplate(JSON.parse(await readFile(new URL(file, folder), 'utf8')));
      if (!parsed.ok) throw new Error(`documents/templates/${file}: ${JSON.stringify(parsed.problems)}`);
      return parsed.value;
    }),
  );
}
