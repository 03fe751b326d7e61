/** What a text of somebody else holds, not checked yet; undefined for what is no JSON. */
export function parsedJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch (error) {
        if (error instanceof SyntaxError) return undefined;
        throw error;
    }
}
