import { expect, test } from 'vitest';
import { refusalOf } from '../../../src/engine/store/systemRefusal.ts';

test('a folder for temporary files that was cleared away is the system refusing, told by its name, and no defect', () => {
    const error = new Error(
        'Failed to execute merge insert: GenericFailure, lance error: Invalid user input: Failed to create temp dir: LanceError(IO): ' +
            'No such file or directory (os error 2) at path "/nope/session/.tmpagazfn", lance-core-8.0.0/src/utils/tempfile.rs:52:23',
    );
    expect(refusalOf(error, '/index')?.failure).toEqual({
        kind: 'system-refused',
        folder: '/index',
        detail: 'no file can be made in /nope/session, the folder for temporary files',
    });
    expect(refusalOf(new Error('No such file or directory (os error 2)'), '/index')).toBeUndefined();
});
