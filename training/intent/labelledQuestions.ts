import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Intent } from '../../src/engine/retrieve/intent.ts';

/** A text as people type or write it, and the kind of file that answers it best. */
export interface LabelledQuestion {
    readonly text: string;
    readonly wants: Intent;
    /** Nearly as good; empty where nothing is. */
    readonly also: Intent | '';
    /** The project that the writer had in mind. */
    readonly project: string;
    /** `a` to `e`: written for this, `a` to `c` each by another hand. `subjects`: first lines of commits that changed code, see subjects.jsonl. */
    readonly writer: string;
}

/** All of `questions/`, and the subjects. */
export function readLabelledQuestions(folder = import.meta.dirname): readonly LabelledQuestion[] {
    const files = readdirSync(path.join(folder, 'questions')).sort();
    return [
        ...files.flatMap(file => readLines(path.join(folder, 'questions', file), path.parse(file).name)),
        ...readLines(path.join(folder, 'subjects.jsonl'), 'subjects'),
    ];
}

/** Our own files, read as what they are. */
function readLines(file: string, writer: string): readonly LabelledQuestion[] {
    return readFileSync(file, 'utf8')
        .split('\n')
        .filter(line => line !== '')
        .map(line => {
            const { text, wants, also, project } = JSON.parse(line) as Omit<LabelledQuestion, 'writer' | 'also'> & {
                also?: Intent | '';
            };
            return { text, wants, also: also ?? '', project, writer };
        });
}
