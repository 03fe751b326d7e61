import { describe, test } from 'vitest';
import type { FaultRow } from './faultRow.ts';

/** The rows with the counts that fit into a build; `npm run test:faults` has those of the document. */
export function holdRows(rows: readonly FaultRow[]): void {
    describe.each(rows.map(row => [row.id, row.fault, row] as const))('%s: %s', (id, _fault, row) => {
        test(
            row.injected,
            async context => {
                const outcome = await row.run(false, () => true);
                if (!('skipped' in outcome)) return;
                console.log(`SKIPPED: ${id}: ${outcome.skipped}`);
                context.skip();
            },
            600_000,
        );
    });
}
