/** Reading what the API answers. */
import type { z } from 'zod';
import { page } from './contract.js';
import type { Answer, Session } from './http-client.js';

export const cyclePath = (id: string): string => `/api/v1/cycles/${encodeURIComponent(id)}`;

export function read<T extends z.ZodType>(schema: T, answer: Answer): z.infer<T> {
  return schema.parse(answer.body);
}

/** Every page of a list. */
export async function all<T extends z.ZodType>(session: Session, path: string, item: T): Promise<z.infer<T>[]> {
  const items: z.infer<T>[] = [];
  for (let cursor: string | null = null; ;) {
    const more = path.includes('?') ? '&' : '?';
    const query: string = cursor === null ? '' : `${more}cursor=${encodeURIComponent(cursor)}`;
    const { items: found, next } = page(item).parse((await session.get(path + query)).body);
    items.push(...found);
    if (next === null || next === undefined) return items;
    cursor = next;
  }
}
