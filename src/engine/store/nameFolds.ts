import { foldedName } from '../retrieve/foldedName.ts';
import { FileLists } from './fileLists.ts';
import { NamePool } from './namePool.ts';

/** Which names are alike: those that `foldedName` makes the same of. They are only noted when they come, and folded when somebody asks. */
export class NameFolds {
    private readonly names: NamePool;
    private readonly folds = new NamePool();
    private readonly byFold = new FileLists();
    private noted: number[] = [];

    /** The names whose numbers will be told. */
    constructor(names: NamePool) {
        this.names = names;
    }

    /** To be told of each name once. */
    note(name: number): void {
        this.noted.push(name);
    }

    /** The names that fold to this, in the order in which they were noted. */
    alike(folded: string): readonly number[] {
        const { noted } = this;
        this.noted = [];
        for (const name of noted) this.byFold.add(this.foldOf(name), name);
        const fold = this.folds.find(folded);
        return fold === undefined ? [] : [...this.byFold.get(fold)];
    }

    /** As `foldedName`, without making strings of names in ASCII, which nearly all are. */
    private foldOf(name: number): number {
        const bytes = this.names.bytesOf(name);
        if (bytes.length > scratch.length) return this.folds.numberOf(foldedName(this.names.nameOf(name)));
        let end = 0;
        for (const byte of bytes) {
            if (byte > 0x7f) return this.folds.numberOf(foldedName(this.names.nameOf(name)));
            if (byte === UNDERSCORE || byte === HYPHEN || byte === DOLLAR) continue;
            scratch[end++] = byte >= UPPER_A && byte <= UPPER_Z ? byte + CASE : byte;
        }
        return this.folds.numberOfBytes(scratch, 0, end);
    }
}

const scratch = new Uint8Array(512);
const [UNDERSCORE, HYPHEN, DOLLAR] = [0x5f, 0x2d, 0x24];
const [UPPER_A, UPPER_Z, CASE] = [0x41, 0x5a, 0x20];
