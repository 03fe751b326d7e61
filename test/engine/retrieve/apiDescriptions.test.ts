import { beforeAll, expect, it } from 'vitest';
import type { IndexedFixture } from './indexedFixture.ts';
import { retrieve } from '../../../src/engine/retrieve/retrieve.ts';
import { indexedFixture } from './indexedFixture.ts';

const things = ['invoices', 'refunds', 'vouchers', 'carts', 'parcels', 'couriers', 'customers', 'addresses'];

/** Every operation has the same words but its own. */
const operations = things.flatMap(thing => [
    `  /${thing}:`,
    '    get:',
    `      summary: List ${thing}`,
    `      operationId: list_${thing}`,
    '      parameters:',
    '        - {name: limit, in: query, description: How many to return at one time}',
    '    post:',
    `      summary: Create one of the ${thing}`,
    `      operationId: create_${thing}`,
    `      requestBody: {$ref: '#/components/schemas/New'}`,
]);

let fixture: IndexedFixture;

beforeAll(async () => {
    fixture = await indexedFixture({
        'api/shop.yaml': ['openapi: 3.1.0', 'info: {title: Shop, version: 1.0.0}', 'paths:', ...operations, ''].join('\n'),
        'config/shop.yaml': 'shop:\n  courier: fast\n  parcels: 12\n',
        'docs/shop.md': '# Shop\n\nA shop sells things and sends them as parcels.\n',
        'src/shop.ts': 'export function openShop() { return listen(8080); }\n',
    });
});

const firstPassage = async (text: string): Promise<string> => {
    const { passages } = await retrieve({ text }, fixture.ports);
    const [first] = passages;
    return first ? `${first.path} ${first.symbol?.name ?? ''}` : '';
};

it('an operation is found by what it does', async () => {
    expect(await firstPassage('Which endpoint creates parcels?')).toBe('api/shop.yaml POST /parcels (create_parcels)');
    expect(await firstPassage('how does the api list the couriers')).toBe('api/shop.yaml GET /couriers (list_couriers)');
});

it('an operation is found by its method and path, and by its operationId', async () => {
    expect(await firstPassage('What does POST /refunds take?')).toBe('api/shop.yaml POST /refunds (create_refunds)');
    expect(await firstPassage('list_vouchers')).toBe('api/shop.yaml GET /vouchers (list_vouchers)');
});
