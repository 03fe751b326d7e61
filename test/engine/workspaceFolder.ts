/** A small folder of real files for journeys of the whole engine, and the engine over it with real parts. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createEngine } from '../../src/engine/engine.ts';
import { silentLogger } from '../../src/engine/log.ts';
import type { Answer, AnswerEvent } from '../../src/protocol/answer.ts';
import type { Engine, OpenWorkspace } from '../../src/protocol/engineContract.ts';
import { engineOptions } from '../../src/settings/engineOptions.ts';
import { defaultSettings } from '../../src/settings/settings.ts';

const root = path.resolve(import.meta.dirname, '../..');

export const shop: Readonly<Record<string, string>> = {
    'src/cart.ts': [
        "import { applyVat } from './vat.ts';",
        '',
        '/** Holds what a customer wants to buy. */',
        'export class Cart {',
        '    private readonly items: number[] = [];',
        '',
        '    /** Adds one price, in cents. */',
        '    add(price: number): void {',
        '        this.items.push(price);',
        '    }',
        '',
        '    /** Everything in the cart with value added tax. */',
        '    total(): number {',
        '        return applyVat(this.items.reduce((sum, price) => sum + price, 0));',
        '    }',
        '}',
        '',
    ].join('\n'),
    'src/vat.ts': [
        '/** The rate of value added tax, in percent. */',
        'export const VAT_PERCENT = 19;',
        '',
        '/** Adds value added tax to a net amount, in cents. */',
        'export function applyVat(net: number): number {',
        '    return Math.round(net * (1 + VAT_PERCENT / 100));',
        '}',
        '',
    ].join('\n'),
    'src/mail.py': [
        'def send_receipt(address, total):',
        '    """Sends the receipt of a purchase by mail."""',
        '    deliver(address, f"You paid {total} cents")',
        '',
    ].join('\n'),
    'README.md': ['# Shop', '', 'A shop in three files.', '', '## Taxes', '', 'Prices are net; `applyVat` adds the tax.', ''].join('\n'),
    '.gitignore': 'secret-notes.txt\n',
    'secret-notes.txt': 'the vat of whisky is a secret\n',
};

export interface Shop {
    readonly folder: string;
    readonly data: string;
    write(file: string, text: string): void;
    remove(file: string): void;
    dispose(): void;
}

export function makeShop(files: Readonly<Record<string, string>> = shop): Shop {
    const scratch = mkdtempSync(path.join(os.tmpdir(), 'footnote-shop-'));
    const folder = path.join(scratch, 'shop');
    const write = (file: string, text: string): void => {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), text);
    };
    for (const [file, text] of Object.entries(files)) write(file, text);
    return {
        folder,
        data: path.join(scratch, 'data'),
        write,
        remove: file => {
            rmSync(path.join(folder, file));
        },
        dispose: () => {
            rmSync(scratch, { recursive: true, force: true });
        },
    };
}

export function workspaceOf({ folder, data }: Pick<Shop, 'folder' | 'data'>): OpenWorkspace {
    return {
        roots: [{ folder, name: '' }],
        paths: {
            grammars: path.join(root, 'dist/grammars'),
            parseWorker: path.join(root, 'src/engine/parse/parseWorker.ts'),
            models: path.join(root, 'media/models'),
            data,
        },
        settings: engineOptions(defaultSettings, { apiKey: '', excludes: [], cores: 2 }),
    };
}

export async function openShop(place: Pick<Shop, 'folder' | 'data'>, asked: Pick<OpenWorkspace, 'openFiles'> = {}): Promise<Engine> {
    const engine = createEngine({ log: silentLogger });
    await engine.open({ ...workspaceOf(place), ...asked });
    return engine;
}

export async function answerOf(events: AsyncIterable<AnswerEvent>): Promise<Answer> {
    for await (const event of events) if (event.type === 'finished') return event.answer;
    throw new Error('the answer never finished');
}
