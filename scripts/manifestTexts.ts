/** A manifest in the form that VS Code translates: `%name%` in place of each text that people read, and the texts by name. */
export interface NamedManifest {
    readonly manifest: Readonly<Record<string, unknown>>;
    readonly texts: Readonly<Record<string, string>>;
}

/**
 * Names every text of a manifest after where it stands (`commands.footnote.ask.title`), so that a name stays when its neighbours change.
 * The name of the product is the same in every language and stays as it is.
 */
export function nameTexts(manifest: Readonly<Record<string, unknown>>): NamedManifest {
    const texts: Record<string, string> = {};
    const walk = (value: unknown, place: readonly string[], isText: boolean): unknown => {
        if (typeof value === 'string') {
            if (!isText || value === PRODUCT) return value;
            const name = place.join('.');
            texts[name] = value;
            return `%${name}%`;
        }
        if (Array.isArray(value)) return value.map((item: unknown, nth) => walk(item, [...place, placeIn(item, nth)], isText));
        if (typeof value !== 'object' || value === null) return value;
        return Object.fromEntries(
            // What a setting starts with is no text, whatever it is called.
            Object.entries(value).map(([key, item]) => [key, key === 'default' ? item : walk(item, [...place, key], TEXT_FIELDS.has(key))]),
        );
    };
    const named = Object.fromEntries(
        Object.entries(manifest).map(([key, value]) => [key, walk(value, key === 'contributes' ? [] : [key], TEXT_FIELDS.has(key))]),
    );
    return { manifest: named, texts };
}

const PRODUCT = 'Footnote';

/** Fields whose strings people read. Items of a `views` list have a name, commands and pages have titles. */
const TEXT_FIELDS: ReadonlySet<string> = new Set([
    'title',
    'description',
    'markdownDescription',
    'enumDescriptions',
    'altText',
    'name',
    'label',
]);

/** Things with an id or a command are called by it, others by their place in the list. */
function placeIn(item: unknown, nth: number): string {
    if (typeof item !== 'object' || item === null) return String(nth);
    const { id, command } = item as { readonly id?: unknown; readonly command?: unknown };
    return typeof id === 'string' ? id : typeof command === 'string' ? command : String(nth);
}
