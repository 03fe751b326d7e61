import { randomUUID } from 'node:crypto';
import type { SentPayload } from '../../protocol/payload.ts';

/**
 * The messages of the last answers, so that the user can look at what left. In memory only: a log of prompts would be one more place
 * for source code to leak from.
 */
export class SentPayloads {
    private readonly kept = new Map<string, SentPayload>();

    /** Returns the name under which `find` knows it. */
    keep(payload: SentPayload): string {
        const id = randomUUID();
        this.kept.set(id, payload);
        for (const oldest of this.kept.keys()) {
            if (this.kept.size <= KEPT) break;
            this.kept.delete(oldest);
        }
        return id;
    }

    find(id: string): SentPayload | undefined {
        return this.kept.get(id);
    }
}

/** Some 40 KB each. */
const KEPT = 20;
