/** What somebody who waits lets a repository cost: bytes that are unpacked, and time. */
export interface ReadBudget {
    /** Counts bytes; throws a `ReadBudgetSpent` when they, or the time, are used up. */
    take(bytes: number): void;
}

/** A repository asks for more than anybody waits for: a history without end, or objects that unpack to more than a disk holds. */
export class ReadBudgetSpent extends Error {
    override readonly name = 'ReadBudgetSpent';
}

/** A budget of so many bytes and milliseconds from now on. */
export function readBudget({ bytes, ms, now = () => performance.now() }: { bytes: number; ms: number; now?: () => number }): ReadBudget {
    const end = now() + ms;
    let left = bytes;
    return {
        take(taken) {
            left -= taken;
            if (left < 0 || now() > end) throw new ReadBudgetSpent('the repository asks for more than is read');
        },
    };
}

export const unlimited: ReadBudget = { take: () => undefined };
