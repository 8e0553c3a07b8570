/** Every route of the program, read from its router: a new one cannot hide. */
import type { Express } from 'express';

interface Layer {
  readonly route?: { readonly path: unknown; readonly stack: readonly { readonly method?: string }[] } | undefined;
  readonly handle: { readonly stack?: readonly Layer[] };
  /** As it was given to `use`. */
  readonly rawPath: unknown;
}

/** `GET /api/v1/cycles/:id`, sorted. */
export function routesOf(app: Express): readonly string[] {
  const { stack } = (app as unknown as { readonly router: { readonly stack: readonly Layer[] } }).router;
  return [...new Set(routesIn(stack, ''))].toSorted();
}

function routesIn(stack: readonly Layer[], base: string): readonly string[] {
  return stack.flatMap((layer) => {
    if (layer.route !== undefined)
      return methodsOf(layer.route).map((method) => `${method} ${base}${pathOf(layer.route?.path)}`);
    if (layer.handle.stack === undefined) return [];
    return routesIn(layer.handle.stack, base + mountOf(layer));
  });
}

const methodsOf = ({ stack }: NonNullable<Layer['route']>): readonly string[] => [
  // What answers to all methods says that there is none such.
  ...new Set(stack.flatMap(({ method }) => (method === undefined ? [] : [method.toUpperCase()]))),
];

function pathOf(path: unknown): string {
  if (typeof path !== 'string') throw new Error(`a route whose path is no text: ${String(path)}`);
  return path;
}

function mountOf({ rawPath }: Layer): string {
  if (typeof rawPath !== 'string') throw new Error(`a router under an address that is no text: ${String(rawPath)}`);
  return rawPath === '/' ? '' : rawPath;
}
