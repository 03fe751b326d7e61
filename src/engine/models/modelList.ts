import type { Patience } from './patience.ts';
import * as z from 'zod';
import { visibleText } from '../../protocol/visibleText.ts';
import { wholeText } from './answerStream.ts';
import { parsedJson } from '../../protocol/parsedJson.ts';

/** The names in a server's list of models, in its order; none when what came is no such list. */
export async function* readModelList(response: Response, patience: Patience): AsyncIterable<string> {
    if (response.body === null) return;
    const parsed = listSchema.safeParse(parsedJson(await wholeText(response.body, patience)));
    if (parsed.success) yield* parsed.data.data.slice(0, MOST_MODELS).map(({ id }) => visibleText(id).slice(0, 100));
}

/** OpenRouter lists some hundreds. */
const MOST_MODELS = 1_000;

const listSchema = z.object({ data: z.array(z.object({ id: z.string() })) });
