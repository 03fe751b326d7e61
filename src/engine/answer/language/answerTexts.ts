import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AnsweringOptions } from '../../../protocol/answering.ts';
import type { Logger } from '../../ports.ts';
import type { Translations } from '../../../protocol/l10n.ts';
import type { SpokenLanguage } from './spokenLanguages.ts';
import { languageOfQuestion } from '../questionLanguage.ts';
import { languageNamed } from './spokenLanguages.ts';

/**
 * The language of an answer by quotation: the one that is set; else that of the question; else, for a question of names alone, that of the
 * interface. English where it is none that is spoken here.
 */
export function languageOfAnswer(
    question: string,
    { language, interfaceLanguage = '' }: Pick<AnsweringOptions, 'language' | 'interfaceLanguage'>,
): SpokenLanguage {
    const asked = languageOfQuestion(question);
    return languageNamed(language) ?? (asked === 'other' ? 'en' : asked) ?? languageNamed(interfaceLanguage) ?? 'en';
}

/** Reads the sentences of answers, `l10n/answers.<language>.json`, once for each language. */
export class AnswerTexts {
    private readonly folder: string | undefined;
    private readonly log: Pick<Logger, 'warn'>;
    private readonly known = new Map<SpokenLanguage, Promise<Translations | undefined>>();

    /** Without a folder everything is said in English. */
    constructor(folder: string | undefined, log: Pick<Logger, 'warn'>) {
        this.folder = folder;
        this.log = log;
    }

    /** Undefined for English, and for a language whose sentences cannot be read. */
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
