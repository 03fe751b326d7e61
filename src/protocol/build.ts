/** Which build of Footnote this is, as the bundler wrote it down; empty where it runs from its sources. */

/** Of everything that is built: another one reads the same file in another way. */
export const BUILD: string = typeof FOOTNOTE_BUILD === 'string' ? FOOTNOTE_BUILD : '';

/** Of what processes say to each other: two builds with the same one understand each other. */
export const PROTOCOL: string = typeof FOOTNOTE_PROTOCOL === 'string' ? FOOTNOTE_PROTOCOL : '';

/** The variable that tells an engine which protocol its window speaks. */
export const PROTOCOL_VARIABLE = 'FOOTNOTE_PROTOCOL';

/** How an engine's process ends. */
export const engineExits = {
    /** Files that it needed to go on are those of another build, or gone. Another process goes on with what is there now. */
    replaced: 85,
    /** It belongs to another build than the window that started it, and they do not understand each other. */
    otherProtocol: 86,
} as const;

declare const FOOTNOTE_BUILD: string | undefined;
declare const FOOTNOTE_PROTOCOL: string | undefined;
