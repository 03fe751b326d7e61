/**
 * For each name, by its number, the numbers of the files that were added to it, in that order, repetitions included.
 * Linked lists in arrays of numbers: 8 bytes an entry and 8 a name, where a `Map` of arrays takes some 140 for a name with two files.
 */
export class FileLists {
    /** By name: the place of its latest entry, plus one, and how many it has. */
    private latest = new Uint32Array(FIRST_ROOM);
    private counts = new Uint32Array(FIRST_ROOM);
    /** By place: the file, and the place of the entry before of the same name, plus one. */
    private files = new Uint32Array(FIRST_ROOM);
    private before = new Uint32Array(FIRST_ROOM);
    private entries = 0;
    private names = 0;

    add(name: number, file: number): void {
        if (name >= this.latest.length) [this.latest, this.counts] = [larger(this.latest, name), larger(this.counts, name)];
        if (this.entries >= this.files.length)
            [this.files, this.before] = [larger(this.files, this.entries), larger(this.before, this.entries)];
        this.files[this.entries] = file;
        this.before[this.entries] = this.latest[name] ?? 0;
        this.latest[name] = ++this.entries;
        this.counts[name] = (this.counts[name] ?? 0) + 1;
        this.names = Math.max(this.names, name + 1);
    }

    count(name: number): number {
        return this.counts[name] ?? 0;
    }

    /** The file that was added to it last; undefined while it has none. */
    latestOf(name: number): number | undefined {
        const place = this.latest[name] ?? 0;
        return place === 0 ? undefined : this.files[place - 1];
    }

    get(name: number): Uint32Array {
        const found = new Uint32Array(this.count(name));
        for (let [at, place] = [found.length, this.latest[name] ?? 0]; place > 0; place = this.before[place - 1] ?? 0)
            found[--at] = this.files[place - 1] ?? 0;
        return found;
    }

    /** The names that have entries, by their numbers, ascending. */
    *withEntries(): Iterable<number> {
        for (let name = 0; name < this.names; name++) if (this.count(name) > 0) yield name;
    }
}

const FIRST_ROOM = 256;
const GROWTH = 1.3;

function larger(numbers: Uint32Array, place: number): Uint32Array<ArrayBuffer> {
    const grown = new Uint32Array(Math.ceil((place + 1) * GROWTH));
    grown.set(numbers);
    return grown;
}
