import type { OfferedTools, ToolDescription } from '../../modelPorts.ts';
import * as z from 'zod';
import { parsedJson } from '../../../protocol/parsedJson.ts';
import { visibleText } from '../../../protocol/visibleText.ts';

/**
 * The tools of the evidence phase in the form that servers know. A call is read as the line of text that asks for the same, so that one
 * parser, one list and one set of caps hold for both ways of asking, and a call of anything else is nothing.
 */
export const evidenceTools: OfferedTools = {
    descriptions: [
        tool('search', 'Finds passages of the repository by words and meaning.', {
            words: ['string', 'Words that stand in the code or say what it does.'],
        }),
        tool('read', 'Shows lines of a file.', {
            path: ['string', 'A path of the repository.'],
            first: ['integer', 'The first line.'],
            last: ['integer', 'The last line.'],
        }),
        tool('outline', 'Lists the definitions of a file.', { path: ['string', 'A path of the repository.'] }),
        tool('references', 'Shows where a name is defined and used.', { name: ['string', 'A function, class, constant or setting.'] }),
        tool('history', 'Shows which commits brought lines of a file, and why.', {
            path: ['string', 'A path of the repository.'],
            first: ['integer', 'The first line.'],
            last: ['integer', 'The last line.'],
        }),
        tool('list', 'Lists the files of a folder.', { folder: ['string', 'A folder of the repository; empty for all of it.'] }),
    ],
    textOf(name, argumentsJson) {
        const { data } = argumentsSchema.safeParse(argumentsJson.trim() === '' ? {} : parsedJson(argumentsJson));
        if (!data) return undefined;
        const said = {
            search: data.words,
            read: data.path,
            outline: data.path,
            references: data.name,
            list: data.folder ?? '.',
            history: data.path,
        };
        const argument = Object.hasOwn(said, name) ? said[name as keyof typeof said] : undefined;
        if (argument === undefined) return undefined;
        const lines =
            (name === 'read' || name === 'history') && data.first !== undefined
                ? `:${String(data.first)}-${String(data.last ?? data.first)}`
                : '';
        // One line, whatever the model has put into it.
        return `${name.toUpperCase()}: ${visibleText(argument.replaceAll(/\s+/g, ' ').trim() || '.')}${lines}`;
    },
};

const line = z.coerce.number().int().min(1).max(9_999_999).optional();

const argumentsSchema = z.object({
    words: z.string().max(300).optional(),
    path: z.string().max(300).optional(),
    name: z.string().max(300).optional(),
    folder: z.string().max(300).optional(),
    first: line,
    last: line,
});

function tool(
    name: string,
    description: string,
    parameters: Readonly<Record<string, readonly [type: 'string' | 'integer', description: string]>>,
): ToolDescription {
    return {
        name,
        description,
        parameters: {
            type: 'object',
            properties: Object.fromEntries(Object.entries(parameters).map(([key, [type, text]]) => [key, { type, description: text }])),
            required: Object.keys(parameters).filter(key => key !== 'first' && key !== 'last' && key !== 'folder'),
        },
    };
}
