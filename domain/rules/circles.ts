/**
 * The circles in a graph of waiting: strongly connected components of more than
 * one node, and nodes that wait on themselves (Tarjan 1972, without recursion,
 * so that a chain of any length is fine). What only others wait for, and is not a
 * key itself, waits for nothing.
 */
export function circles(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: string[][] = [];
  for (const root of edges.keys()) {
    if (order.has(root)) continue;
    const path: { readonly node: string; next: number }[] = [];
    const enter = (node: string): void => {
      order.set(node, order.size);
      low.set(node, order.size - 1);
      stack.push(node);
      onStack.add(node);
      path.push({ node, next: 0 });
    };
    enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { node } = top;
      const target = edges.get(node)?.[top.next++];
      if (target !== undefined) {
        if (!order.has(target)) enter(target);
        else if (onStack.has(target)) lower(low, node, order.get(target) ?? 0);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) lower(low, parent.node, low.get(node) ?? 0);
      if (low.get(node) === order.get(node)) found.push(unwind(node, stack, onStack));
    }
  }
  return found.filter((ring) => ring.length > 1 || ring.some((node) => edges.get(node)?.includes(node)));
}

function lower(low: Map<string, number>, node: string, value: number): void {
  low.set(node, Math.min(low.get(node) ?? value, value));
}

function unwind(root: string, stack: string[], onStack: Set<string>): string[] {
  const ring: string[] = [];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    onStack.delete(node);
    ring.push(node);
    if (node === root) break;
  }
  return ring;
}
