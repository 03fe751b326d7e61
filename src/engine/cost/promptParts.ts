import type { PromptPart } from '../../protocol/cost.ts';
import type { Prompt } from '../modelPorts.ts';
import { estimateTokens } from '../answer/fitPassages.ts';

/**
 * What the messages of a prompt are made of, counted in what is really sent: instructions, earlier turns, each block of quoted text by the
 * name in its first line (`evidence 3`, `notes`, whatever else stands between lines with the nonce), and the rest, which is the question.
 */
export function promptParts({ messages, nonce }: Pick<Prompt, 'messages' | 'nonce'>): readonly PromptPart[] {
    const parts = new Map<string, number>();
    const add = (part: string, text: string): void => {
        if (text.trim() !== '') parts.set(part, (parts.get(part) ?? 0) + estimateTokens(text));
    };
    for (const [nth, { role, content }] of messages.entries()) {
        if (role === 'system') add('instructions', content);
        else if (nth < messages.length - 1 && !content.includes(`<<<${nonce} `)) add('conversation', content);
        else for (const { part, text } of blocksOf(content, nonce)) add(part, text);
    }
    return [...parts].map(([part, tokens]) => ({ part, tokens }));
}

/** Parts of the same name of several requests, added up. */
export function addParts(all: readonly PromptPart[]): readonly PromptPart[] {
    const sums = new Map<string, number>();
    for (const { part, tokens } of all) sums.set(part, (sums.get(part) ?? 0) + tokens);
    return [...sums].map(([part, tokens]) => ({ part, tokens }));
}

function blocksOf(content: string, nonce: string): readonly { readonly part: string; readonly text: string }[] {
    const blocks: { part: string; text: string }[] = [];
    let current = { part: 'question', text: '' };
    for (const line of content.split('\n')) {
        const marked = line.startsWith(`<<<${nonce} `) ? line.slice(nonce.length + 4) : undefined;
        if (marked !== undefined && !marked.startsWith('end ')) {
            blocks.push(current);
            // `evidence 3 path=… lines=…` is called `evidence 3`.
            const [kind = '', number] = /^(\S+?)(?:>>>|\s+(\d+)\b|\s)/.exec(marked)?.slice(1) ?? [];
            current = { part: number === undefined ? kind : `${kind} ${number}`, text: '' };
        }
        current.text += `${line}\n`;
        if (marked?.startsWith('end ')) {
            blocks.push(current);
            current = { part: 'question', text: '' };
        }
    }
    blocks.push(current);
    return blocks;
}
