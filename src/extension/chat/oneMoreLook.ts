/** `look`, one at a time: calls that come while it is under way are one more look, and resolve or fail with that one. */
export function oneMoreLook(look: () => Promise<void>): () => Promise<void> {
    let current: Promise<void> = Promise.resolve();
    let next: Promise<void> | undefined;
    return () => {
        next ??= current.then(() => {
            next = undefined;
            const looking = look();
            current = looking.catch(() => undefined);
            return looking;
        });
        return next;
    };
}
