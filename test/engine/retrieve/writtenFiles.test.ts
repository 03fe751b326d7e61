import { expect, test } from 'vitest';
import { sortOfWritten } from '../../../src/engine/retrieve/writtenNames.ts';

test('the file of any language that is read is known for a file, and a member of something is not', () => {
    const files = [
        'lib/plug/conn.ex',
        'main.tf',
        'StackSet.hs',
        'core.clj',
        'lwt_unix.mli',
        'CSV.jl',
        'cart.dart',
        'build.zig',
        'flake.nix',
        'Cart.psm1',
    ];
    expect(files.filter(name => sortOfWritten(name) !== sortOfWritten('src/cart.ts'))).toEqual([]);
    expect(['np.where', 'app.handle', 'frame.r'].filter(name => sortOfWritten(name) === sortOfWritten('src/cart.ts'))).toEqual([]);
});
