/** Why there is nothing to tell of a place, or at all. */
export type NoHistory = 'no-repository' | 'reftable' | 'no-commit' | 'left-out';
