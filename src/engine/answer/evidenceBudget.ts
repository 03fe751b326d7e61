/** Tokens of evidence for a question: leaves room for rules, question and answer in the 16,000 that most local models are run with. */
export const EVIDENCE_TOKENS = 9_000;

/** For what a model asked for on top. */
export const FURTHER_TOKENS = 5_000;

/** For what other words than the question's found: a third of what its own may fill. */
export const OTHER_WORDS_TOKENS = 3_000;
