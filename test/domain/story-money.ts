import type { Allocation, Budget, BudgetDocument, PoolDocument } from '../../domain/rules/index.js';

/** The money of the story's year, as its document has it. */
export interface StoryMoney {
  readonly bonus: { readonly document: PoolDocument; readonly expect: Allocation };
  readonly budget: { readonly document: BudgetDocument; readonly expect: Budget };
}
