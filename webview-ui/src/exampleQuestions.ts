/**
 * Questions that mean something in any repository. English in every language of the interface: they are put to the engine, whose
 * quotations find the words of the code, and those are English nearly everywhere.
 */
export const EXAMPLE_QUESTIONS: readonly string[] = [
    'Where does the program start?',
    'How are errors handled?',
    'Which settings are there, and where are they read?',
];
