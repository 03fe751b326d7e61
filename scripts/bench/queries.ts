import { readFileSync } from 'node:fs';

/** The texts of a pack's queries, one JSON object a line. */
export function readQueries(file: string): readonly string[] {
    return readFileSync(file, 'utf8')
        .split('\n')
        .filter(line => line !== '')
        .map(line => (JSON.parse(line) as { readonly query: string }).query);
}
