/** The part of a window that starts the engine, watches over it and starts it again: the real one, without an editor around it. */
import { EngineProcess, type EngineProcessOptions } from '../../src/extension/engineProcess.ts';
import { engineEnvironment } from '../../src/extension/engineEnvironment.ts';
import type { OpenWorkspace } from '../../src/protocol/engineContract.ts';
import { fail } from '../../src/protocol/failure.ts';
import type { Host } from '../../src/protocol/hostContract.ts';
import { ENTRY } from './engineUnderTest.ts';

export type WindowOptions = Partial<EngineProcessOptions> & { readonly env?: Readonly<Record<string, string>> };

/** `asked` is looked at at every start. What the engine's process writes goes to `onLine`; a defect is thrown. */
export function windowOf(asked: () => OpenWorkspace, { env = {}, ...options }: WindowOptions): EngineProcess {
    return new EngineProcess({
        entry: ENTRY,
        environment: { ...engineEnvironment(process.env, 2), ...env },
        host: noModels,
        workspace: () => Promise.resolve(asked()),
        onOpened: () => undefined,
        onState: () => undefined,
        onIndexStatus: () => undefined,
        onLine: () => undefined,
        onDefect: error => {
            throw error;
        },
        ...options,
    });
}

/** A host without models of its own. */
const noModels: Host = {
    describeModel: model => fail({ kind: 'lent-model', model, reason: 'missing', detail: '' }),
    countTokens: ({ model }) => fail({ kind: 'lent-model', model, reason: 'missing', detail: '' }),
    generate: ({ model }) => fail({ kind: 'lent-model', model, reason: 'missing', detail: '' }),
    referencesTo: () => Promise.resolve(undefined),
};
