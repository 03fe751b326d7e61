/** A history that nobody wrote: a few branches that change, move, remove and bring back files, and merge each other. */
import { execFileSync } from 'node:child_process';

/** Writes it into an empty repository in one go and checks nothing out; returns the files of its last commit. */
export function madeUpHistory(folder: string, seed: number): readonly string[] {
    const random = randomNumbers(seed);
    const below = (most: number): number => Math.floor(random() * most);
    const stream: string[] = [];
    const commits: ReadonlyMap<string, readonly string[]>[] = [];
    const removed = new Map<string, readonly string[]>();
    let heads: readonly number[] = [0];

    const newLines = (count: number): readonly string[] =>
        Array.from({ length: count }, () => LINES[below(LINES.length)]?.replace('#', String(below(30))) ?? '');
    const changed = (lines: readonly string[]): readonly string[] => {
        const [at, count] = [below(lines.length + 1), below(4)];
        switch (below(8)) {
            case 0:
            case 1:
            case 2:
                return lines.toSpliced(at, 0, ...newLines(1 + below(6)));
            case 3:
                return lines.toSpliced(at, count);
            case 4:
                return lines.toSpliced(at, count, ...newLines(count));
            case 5:
                return lines.map((line, nth) => (nth >= at && nth < at + count ? `  ${line.trimStart()}` : line));
            case 6:
                return lines.map((line, nth) => (nth >= at && nth < at + 8 ? `${line.replace(/\r$/, '')}\r` : line));
            default:
                return lines.toSpliced(below(lines.length + 1), 0, ...lines.slice(at, at + count));
        }
    };
    const write = (files: ReadonlyMap<string, readonly string[]>, parents: readonly number[], isWithoutEnd: boolean): number => {
        const nth = commits.push(files) - 1;
        const message = `commit ${String(nth)}`;
        stream.push(
            `commit refs/heads/b${String(nth)}\nmark :${String(nth + 1)}\ncommitter T <t@example.com> ${String(1_700_000_000 + nth * 60)} +0000\ndata ${String(message.length)}\n${message}\n`,
        );
        for (const [place, parent] of parents.entries()) stream.push(`${place === 0 ? 'from' : 'merge'} :${String(parent + 1)}\n`);
        stream.push('deleteall\n');
        for (const [file, lines] of files) {
            const text = lines.join('\n') + (isWithoutEnd ? '' : '\n');
            stream.push(`M 100644 inline ${file}\ndata ${String(Buffer.byteLength(text))}\n${text}\n`);
        }
        return nth;
    };

    write(new Map(['a.txt', 'src/b.txt', 'src/deep/c.txt'].map(file => [file, newLines(30)])), [], false);
    for (let nth = 1; nth < COMMITS; nth++) {
        const parent = heads[below(heads.length)] ?? 0;
        const files = new Map(commits[parent]);
        const other = heads[below(heads.length)] ?? 0;
        const isMerge = other !== parent && below(3) === 0;
        if (isMerge) {
            // Of each file the one or the other, or the beginning of the one and the end of the other.
            for (const [file, lines] of commits[other] ?? []) {
                const own = files.get(file);
                const cut = own ? below(Math.min(own.length, lines.length) + 1) : 0;
                if (!own || below(3) === 0) files.set(file, lines);
                else if (below(2) === 0) files.set(file, [...own.slice(0, cut), ...lines.slice(cut)]);
            }
        }
        const names = [...files.keys()];
        const name = names[below(names.length)] ?? '';
        const lines = files.get(name) ?? newLines(10);
        const kind = below(12);
        if (kind === 0 && names.length > 1) {
            files.delete(name);
            removed.set(name, lines);
        } else if (kind === 1) {
            files.delete(name);
            files.set(`${below(2) === 0 ? 'src/' : 'lib/moved/'}${String(nth)}.txt`, below(2) === 0 ? lines : changed(lines));
        } else if (kind === 2) {
            for (const [gone, was] of removed) if (!files.has(gone)) files.set(gone, was);
        } else for (let times = 1 + below(3); times > 0; times--) files.set(name, changed(files.get(name) ?? lines));
        const id = write(files, isMerge ? [parent, other] : [parent], below(15) === 0);
        heads = [
            ...heads.filter(head => head !== parent && !(isMerge && head === other)),
            id,
            ...(heads.length < 3 && below(4) === 0 ? [parent] : []),
        ];
    }
    const tip = commits.length - 1;
    stream.push(`reset refs/heads/main\nfrom :${String(tip + 1)}\n`);
    execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: folder, input: stream.join('') });
    return [...(commits[tip]?.keys() ?? [])];
}

const COMMITS = 70;
/** Code has many lines that are the same, which is what makes it hard to say which of them is new. */
const LINES = [
    '',
    '}',
    '    }',
    '    return value#;',
    'function f#() {',
    '    if (a#) {',
    '// note #',
    '    call(b#, c#);',
    '\tindented #',
];

/** Mulberry32: the same numbers for the same seed. */
function randomNumbers(seed: number): () => number {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    };
}
