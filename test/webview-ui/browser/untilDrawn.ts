/**
 * Resolves when everything the panel was told is drawn, for several frames in a row: no element of it waits for an update, nothing was
 * drawn meanwhile, and what slides has arrived. It tells what it still waits for when that never ends. Runs in the page, so it uses
 * nothing from outside of itself.
 *
 * Several frames, because the controls of the toolkit write what they are given a frame later, and long code draws a part a frame.
 */
export async function untilDrawn(): Promise<void> {
    const QUIET_FRAMES = 3;
    const MOST_FRAMES = 5_000;
    const waiting = (root: ParentNode): string[] =>
        [...root.querySelectorAll('*')].flatMap(element => [
            ...('isUpdatePending' in element && element.isUpdatePending === true ? [element.localName] : []),
            ...(element.shadowRoot ? waiting(element.shadowRoot) : []),
        ]);
    let changes = 0;
    const observer = new MutationObserver(seen => (changes += seen.length));
    const observed = new Set<Node>();
    const observe = (root: Node & ParentNode): void => {
        if (!observed.has(root)) observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
        observed.add(root);
        for (const element of root.querySelectorAll('*')) if (element.shadowRoot) observe(element.shadowRoot);
    };
    try {
        let last: string[] = [];
        for (let frames = 0, quiet = 0; quiet < QUIET_FRAMES; frames++) {
            if (frames > MOST_FRAMES) throw new Error(`never drawn: ${last.join(', ')}`);
            // Again each time: shadow roots come with what is drawn.
            observe(document);
            await new Promise(resolve => requestAnimationFrame(resolve));
            // Of turning signs there is no end; what slides ends by itself.
            const sliding = document.getAnimations().filter(one => one instanceof CSSTransition && one.playState === 'running');
            last = [...waiting(document), ...sliding.map(() => 'something slides'), ...(changes > 0 ? ['the page has changed'] : [])];
            changes = 0;
            quiet = last.length === 0 ? quiet + 1 : 0;
        }
    } finally {
        observer.disconnect();
    }
}
