// How much may be told of a rule in an hour.

/** What is limited. */
export interface Budget {
  readonly tenant: string;
  /** Id of the rule. */
  readonly rule: string;
  /** When the hour begins, epoch ms. */
  readonly hourMs: number;
  /** Messages; with 0 nothing is granted. */
  readonly most: number;
}

/** Keeps for 7 days who spent what. Exact: never more than `most` ids are granted. Throws what its transport throws. */
export interface BudgetStore {
  /** The same id is given the same answer, however often it asks. */
  spend(budget: Budget, id: string): Promise<'granted' | 'over'>;
}
