import { describe, expect, test } from 'vitest';
import { parseText, printChunks, printDefinitions, printReferences, snippet } from './parseText.ts';

const petStore = snippet(`
    openapi: "3.1.0"
    info:
      title: Pet Store
      version: 1.0.0
    servers:
      - url: https://pets.example/v1
    paths:
      /pets:
        get:
          summary: List all pets
          operationId: listPets
          parameters:
            - name: limit
              in: query
          responses:
            "200":
              $ref: '#/components/responses/Pets'
        post:
          operationId: createPet
      /pets/{petId}:
        parameters:
          - $ref: "#/components/parameters/PetId"
        get:
          summary: Info for a specific pet
          operationId: getPet
          responses:
            "200":
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Pet'}
        delete:
          summary: Removes a pet
    components:
      schemas:
        Pet:
          type: object
          properties:
            owner:
              $ref: '#/components/schemas/Owner'
        Owner:
          type: string
      parameters:
        PetId:
          name: petId
          in: path
      responses:
        Pets:
          description: All of them.
    `);

const operations = ['GET /pets (listPets)', 'POST /pets (createPet)', 'GET /pets/{petId} (getPet)', 'DELETE /pets/{petId}'];

describe('a description of an API', () => {
    test('has a chunk for each operation and each schema, however small they are', async () => {
        const file = await parseText('specs/store.yaml', petStore);
        expect(file.kind).toBe('docs');
        expect(printChunks(file)).toEqual([
            '1-6',
            '7-17 paths.GET /pets (listPets)',
            '18-19 paths.POST /pets (createPet)',
            '20-30 paths.GET /pets/{petId} (getPet)',
            '31-32 paths.DELETE /pets/{petId}',
            '33-39 components.schemas.Pet',
            '40-41 components.schemas.Owner',
            '42-48 components.parameters',
        ]);
    });

    test('shows the embedder the path of an operation that does not stand below it', async () => {
        const file = await parseText('store.yaml', petStore);
        const create = file.chunks.find(({ symbol }) => symbol?.name === 'POST /pets (createPet)');
        expect(create?.embeddedText).toContain('/pets:\n');
        expect(create?.names).toEqual(['POST /pets (createPet)']);
    });

    test('defines operations and components; what it refers to, and the code that serves it, are references', async () => {
        const file = await parseText('store.yaml', petStore);
        expect(printDefinitions(file)).toContain('section paths.GET /pets/{petId} (getPet) 23-30');
        expect(printDefinitions(file)).toContain('section components.parameters.PetId 43-45');
        // What only holds others is nothing that anybody asks for.
        expect(printDefinitions(file).some(one => / (paths|components|components.schemas) /.test(one))).toBe(false);
        expect(printReferences(file)).toEqual(['listPets 11', 'Pets 17', 'createPet 19', 'getPet 25', 'Pet 30', 'Owner 39']);
    });

    test('is the same in JSON', async () => {
        const text = JSON.stringify(
            {
                info: { title: 'Pet Store', version: '1' },
                swagger: '2.0',
                paths: {
                    '/pets': { get: { operationId: 'listPets', summary: 'List all pets' }, post: { operationId: 'createPet' } },
                    '/pets/{petId}': { get: { operationId: 'getPet' }, delete: { summary: 'Removes a pet' } },
                },
                definitions: { Pet: { type: 'object' }, Owner: { type: 'string' } },
            },
            undefined,
            2,
        );
        const file = await parseText('swagger.json', text);
        const told = file.chunks.flatMap(({ symbol }) => (symbol ? [symbol.name] : []));
        expect(told).toEqual(['info', ...operations, 'Pet', 'Owner']);
        expect(file.kind).toBe('docs');
    });

    test('is known by what it says, not by its name', async () => {
        const other = await parseText('openapi.yaml', 'name: openapi\nversion: 3\npaths:\n  /pets:\n    get: {}\n');
        expect([other.kind, printDefinitions(other)]).toEqual([
            'config',
            ['key name 1-1', 'key version 2-2', 'key paths 3-5', 'key paths./pets 4-5'],
        ]);
        const inside = await parseText('ci.yaml', 'steps:\n  openapi: 3.0.0\n  paths:\n    /pets:\n      get: {}\n');
        expect(inside.kind).toBe('config');
        const fixture = await parseText('tests/store.yaml', petStore);
        expect([fixture.kind, fixture.chunks.length]).toEqual(['test', 8]);
    });

    test('that is broken is told by its keys', async () => {
        const broken = petStore.replace('    post:', '    post: [');
        const file = await parseText('store.yaml', broken);
        expect(file.kind).toBe('config');
        expect(file.facts.definitions.every(({ kind }) => kind === 'key')).toBe(true);
        expect(file.facts.definitions.map(({ name }) => name)).toContain('info');
    });

    test('that says no operation and no schema is configuration', async () => {
        expect((await parseText('store.yaml', 'openapi: 3.0.0\ninfo: {title: none}\npaths: {}\n')).kind).toBe('config');
    });

    test('of thousands of operations is bounded, and no line of it is lost', async () => {
        const paths = Array.from({ length: 4_000 }, (_, at) => `  /things/${String(at)}:\n    get:\n      operationId: thing${String(at)}`);
        const text = `swagger: "2.0"\npaths:\n${paths.join('\n')}\n`;
        const file = await parseText('big.yaml', text);
        expect(file.problem).toBeUndefined();
        expect(file.chunks.length).toBeGreaterThan(3_000);
        expect(file.chunks.length).toBeLessThan(3_100);
        const covered = file.chunks.reduce((sum, { range }) => sum + range.endLine - range.startLine + 1, 0);
        expect(covered).toBe(text.trimEnd().split('\n').length);
    });
});
