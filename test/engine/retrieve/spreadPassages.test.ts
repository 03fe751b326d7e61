/** Files that were planted to be found do not keep the true one from being shown. */
import { afterAll, describe, expect, it } from 'vitest';
import type { Passage } from '../../../src/protocol/passage.ts';
import { retrieve } from '../../../src/engine/retrieve/retrieve.ts';
import { spreadPassages } from '../../../src/engine/retrieve/spreadPassages.ts';
import { folderName, workspacePath } from '../../../src/protocol/text.ts';
import { indexedFixture, shippedEmbedder } from './indexedFixture.ts';

const QUESTION = 'How does the session cache expire an idle login?';

afterAll(async () => {
    await (await shippedEmbedder()).close();
});

describe('five hundred files stuffed with the likely question', () => {
    it('leave the true file among the first passages', { timeout: 60_000 }, async () => {
        const stuffed = Array.from({ length: 500 }, (_, nth): readonly [string, string] => [
            `src/session-cache/expireIdleLogin${String(nth)}.ts`,
            `/** ${QUESTION} It does not, and never will. Case ${String(nth)}. */\nexport function expireIdleLogin${String(nth)}() {\n    return ${String(nth)};\n}\n`,
        ]);
        const ordinary = Array.from({ length: 1_000 }, (_, nth): readonly [string, string] => [
            `src/area${String(nth % 40)}/part${String(nth)}.ts`,
            `/** Draws shape ${String(nth)} on the canvas. */\nexport function draw${String(nth)}(canvas: Canvas) {\n    canvas.line(${String(nth)});\n}\n`,
        ]);
        const { ports } = await indexedFixture(
            {
                ...Object.fromEntries(stuffed),
                ...Object.fromEntries(ordinary),
                'src/auth/sessions.ts':
                    '/** Expires logins of a session that were idle for too long; they leave the cache. */\nexport function sweepSessions(store: Store) {\n    for (const login of store.logins) if (login.idleSince < store.oldest) store.expire(login);\n}\n',
                'src/auth/password.ts': '/** Checks a password. */\nexport function checkPassword() {\n    return false;\n}\n',
                'src/http/server.ts': '/** Listens for requests. */\nexport function listen() {\n    return 80;\n}\n',
            },
            { tellsTextsApart: true },
        );
        const { passages } = await retrieve({ text: QUESTION, limit: 24 }, ports);
        const place = passages.findIndex(({ path }) => path === 'src/auth/sessions.ts');
        expect(place).toBeGreaterThanOrEqual(0);
        // An answer shows the first six that were found.
        expect(place).toBeLessThan(6);
        expect(passages.filter(({ path }) => path.startsWith('src/session-cache/')).length).toBeGreaterThan(3);
    });
});

describe('passages of several folders', () => {
    function passage(name: string, score: number): Passage {
        const range = { startLine: 1, endLine: 1 };
        return { path: workspacePath(name), range, language: 'typescript', kind: 'code', text: '', hash: '', score, origins: [] };
    }
    const flat = Array.from({ length: 20 }, (_, nth) => passage(`src/file${String(nth)}.ts`, 4 - nth * 0.005));

    it('come from one folder two times of five, where others come near', () => {
        const others = Array.from({ length: 20 }, (_, nth) => passage(`lib${String(nth)}/file.ts`, 3.85));
        const shown = spreadPassages([...flat, ...others], 20);
        for (let most = 8; most <= shown.length; most++)
            expect(shown.slice(0, most).filter(({ path }) => folderName(path) === 'src').length).toBeLessThanOrEqual(most * 0.4);
        // Within a folder the order stays.
        expect(shown.filter(({ path }) => folderName(path) === 'src')).toEqual(flat.slice(0, 8));
    });

    it('stay as they are where the others are far behind, as in a flat repository', () => {
        const others = Array.from({ length: 20 }, (_, nth) => passage(`docs${String(nth)}/file.md`, 1));
        expect(spreadPassages([...flat, ...others], 12)).toEqual(flat.slice(0, 12));
        expect(spreadPassages(flat, 30)).toEqual(flat);
    });
});
