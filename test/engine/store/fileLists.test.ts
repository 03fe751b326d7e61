import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FileLists } from '../../../src/engine/store/fileLists.ts';

test('a name has the files that were added to it, in order, however the names mix', () => {
    const added = fc.array(fc.record({ name: fc.integer({ min: 0, max: 900 }), file: fc.nat({ max: 2 ** 31 }) }), { maxLength: 2000 });
    fc.assert(
        fc.property(added, all => {
            const lists = new FileLists();
            for (const { name, file } of all) lists.add(name, file);
            for (let name = 0; name <= 1000; name++) {
                const expected = all.filter(each => each.name === name).map(({ file }) => file);
                expect([...lists.get(name)]).toEqual(expected);
                expect(lists.count(name)).toBe(expected.length);
            }
            expect([...lists.withEntries()]).toEqual([...new Set(all.map(({ name }) => name))].sort((one, other) => one - other));
        }),
        { numRuns: 20 },
    );
});
