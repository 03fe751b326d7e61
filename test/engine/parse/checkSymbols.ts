import { expect, test } from 'vitest';
import { parseText, printDefinitions, printImports, printReferences, snippet } from './parseText.ts';

/** What is known about a file, as `kind Container.name first-last`, `module line` and `name lines`. */
interface Known {
    readonly definitions: readonly string[];
    readonly imports?: readonly string[];
    readonly references?: string;
}

export function check(rule: string, path: string, text: string, expected: Known): void {
    test(rule, async () => {
        const file = await parseText(path, snippet(text));
        const known = { definitions: printDefinitions(file), imports: printImports(file), references: printReferences(file).join('; ') };
        expect(known).toEqual({ imports: [], references: '', ...expected });
        expect(file.problem).toBeUndefined();
    });
}
