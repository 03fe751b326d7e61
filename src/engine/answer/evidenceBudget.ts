/** Tokens of evidence for a question: leaves room for rules, question and answer in the 16,000 that most local models are run with. */
export const EVIDENCE_TOKENS = 9_000;
