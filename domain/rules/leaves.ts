import type { Component } from './types.js';

/** Every part of a component that has no parts of its own; a part that stands for goals is one. */
export function leavesOf(component: Component): readonly Exclude<Component, { readonly parts: unknown }>[] {
  return 'parts' in component ? component.parts.flatMap(leavesOf) : [component];
}
