import type { StepKind } from '../domain/process/index.js';

/** Kinds of steps that hold tasks with their cost. */
export const holdsCosts = (kind: StepKind): boolean => kind === 'plan' || kind === 'change';

/** A task without its cost: for those who see the plan and no money. */
export function withoutCost<Task extends object>(task: Task): Task {
  if (!('costMinor' in task)) return task;
  const { costMinor: _cost, ...rest } = task;
  return rest as Task;
}

/** The content of a plan or a change without what its tasks cost. */
export function withoutCosts(content: unknown): unknown {
  if (typeof content !== 'object' || content === null || !('tasks' in content) || !Array.isArray(content.tasks))
    return content;
  const tasks = content.tasks.map((task: unknown) =>
    typeof task === 'object' && task !== null ? withoutCost(task) : task,
  );
  return { ...content, tasks };
}
