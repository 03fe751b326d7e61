import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AnswerSentences } from './answer/language/languageOfAnswer.ts';
import type { SpokenLanguage } from './answer/language/spokenLanguages.ts';
import type { Translations } from '../protocol/l10n.ts';
import type { Logger } from './ports.ts';

/** Reads the sentences of answers, `l10n/answers.<language>.json`, once for each language. */
export class AnswerTexts implements AnswerSentences {
    private readonly folder: string | undefined;
    private readonly log: Pick<Logger, 'warn'>;
    private readonly known = new Map<SpokenLanguage, Promise<Translations | undefined>>();

    /** Without a folder everything is said in English. */
    constructor(folder: string | undefined, log: Pick<Logger, 'warn'>) {
        this.folder = folder;
        this.log = log;
    }

    async in(language: SpokenLanguage): Promise<Translations | undefined> {
        if (language === 'en' || this.folder === undefined) return undefined;
        const read = this.known.get(language) ?? this.read(language, this.folder);
        this.known.set(language, read);
        return await read;
    }

    private async read(language: SpokenLanguage, folder: string): Promise<Translations | undefined> {
        try {
            const text = await readFile(path.join(folder, `answers.${language}.json`), 'utf8');
            return { language, texts: JSON.parse(text) as Readonly<Record<string, string>> };
        } catch (error) {
            this.log.warn('answers are said in English', { language, error: String(error) });
            return undefined;
        }
    }
}
