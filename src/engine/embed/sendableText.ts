import { redactText } from '../redact/redactText.ts';

/** The last gate before a server: the secrets are out before the text is cut, and what is cut in half stays valid Unicode. */
export async function sendableText(prefix: string, text: string, mostCharacters: number): Promise<string> {
    const { text: safe } = await redactText(text);
    return prefix + safe.slice(0, mostCharacters).toWellFormed();
}
