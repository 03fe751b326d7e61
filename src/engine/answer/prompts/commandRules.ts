import type { AnswerCommand } from '../../../protocol/answering.ts';

/** What a model is told beyond the rules when a question comes with a command; test/engine/answer/golden/prompts has each as it is sent. */
export function commandRule(command: AnswerCommand): string {
    switch (command) {
        case 'explain':
            return 'Explain what it is and what it does: one sentence first, then the steps in the order of the code, then what it depends on.';
        case 'find':
            return 'List every place of the evidence that fits, best first: one line each, with what stands there and its citation. No introduction, no summary.';
        case 'how':
            return 'Tell how it works in the order in which it happens, from what starts it to what comes of it, as numbered steps with a citation each.';
        case 'why':
            return 'Give the reasons that comments, documents and names in the evidence state. Tell a stated reason apart from one that you infer, and say so where none is stated.';
        case 'where':
            return 'Name the place first, in one sentence with its citation. Then, in a sentence or two, what stands around it.';
        case 'architecture':
            return 'Describe the parts that take part, what each is responsible for and which depends on which, from the outside in. Name the files of each part with citations.';
        case 'tests':
            return 'List the tests that show it with what each asserts. Then say which behaviour of the code in the evidence no test in the evidence touches.';
        case 'docs':
            return 'Answer from documentation in the evidence first and quote its words. Use code only where the documentation is silent, and say that it is.';
        case 'config':
            return 'Name each setting, flag or variable that controls it, its default, where it is read and what it changes, as a list with citations.';
        case 'snippet':
            return 'Write one short piece of code that does what is asked with the functions of the evidence, in its language and style. Before the code, cite the definitions that it uses; invent none. Do not end that sentence with a colon and a citation, since the code is yours and not a quotation.';
    }
}
