import type { CacheHits } from '../../protocol/indexing.ts';

/** Vectors of the latest questions: a reader asks the same thing again with another limit or folder. */
export class RecentQueries {
    private readonly vectors = new Map<string, Float32Array>();
    private asked = 0;
    private found = 0;

    get hits(): CacheHits {
        return { asked: this.asked, found: this.found };
    }

    /** What gave no vector is not remembered: it may have been the moment. */
    async find(text: string, embed: () => Promise<Float32Array | undefined>): Promise<Float32Array | undefined> {
        const known = this.vectors.get(text);
        this.asked++;
        if (known) this.found++;
        const vector = known ?? (await embed());
        if (!vector) return undefined;
        // The latest use counts.
        this.vectors.delete(text);
        this.vectors.set(text, vector);
        for (const oldest of this.vectors.keys()) {
            if (this.vectors.size <= REMEMBERED) break;
            this.vectors.delete(oldest);
        }
        return vector;
    }
}

/** 64 vectors of a thousand numbers are 256 KB. */
const REMEMBERED = 64;
