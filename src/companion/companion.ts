import { commands, l10n, window, workspace, type ExtensionContext } from 'vscode';
import { companionCommands, type CompanionModels, type CompanionQuestion, type CompanionTrouble } from '../protocol/companionContract.ts';
import { answer, isOnThisComputer, listModels, LocalServerError, type LocalServer } from './localServer.ts';
import { OngoingAnswers } from './ongoingAnswers.ts';

/**
 * Footnote runs where the code is. In a remote window `127.0.0.1` is the remote machine there, and a model on the computer in front of
 * the user is out of its reach. This small extension runs on the user's side and asks such a server for Footnote: nothing has to listen
 * anywhere, and nothing is forwarded.
 */
export function activate(context: ExtensionContext): void {
    const answers = new OngoingAnswers();
    const server = async (): Promise<LocalServer> => {
        const baseUrl = setting<string>('baseUrl', '');
        return { baseUrl, apiKey: (await context.secrets.get(secretOf(baseUrl))) ?? '' };
    };
    context.subscriptions.push(
        answers,
        commands.registerCommand('footnoteCompanion.setApiKey', () => setApiKey(context)),
        commands.registerCommand(companionCommands.models, async () => offer(await server())),
        commands.registerCommand(companionCommands.start, async (question: CompanionQuestion) => {
            const asked = await server();
            return answers.start(
                signal => answer(asked, question, signal),
                error => troubleFor(error, asked.baseUrl),
            );
        }),
        commands.registerCommand(companionCommands.read, (id: string) => answers.read(id)),
        commands.registerCommand(companionCommands.stop, (id: string) => answers.stop(id)),
    );
}

const LIST_PATIENCE_MS = 5_000;

async function offer(server: LocalServer): Promise<CompanionModels> {
    const contextTokens = setting('contextTokens', 16_000);
    try {
        return { models: await listModels(server, AbortSignal.timeout(LIST_PATIENCE_MS)), contextTokens };
    } catch (error) {
        return { models: [], contextTokens, trouble: troubleFor(error, server.baseUrl).words };
    }
}

function troubleFor(error: unknown, baseUrl: string): CompanionTrouble {
    if (!(error instanceof LocalServerError))
        return { reason: 'failed', words: l10n.t('The model server on this computer sent something that is no answer.') };
    const { trouble } = error;
    switch (trouble.kind) {
        case 'not-here':
            return { reason: 'failed', words: l10n.t('{0} is no address of this computer; set footnoteCompanion.baseUrl.', baseUrl) };
        case 'silent':
            return { reason: 'failed', words: l10n.t('Nothing answers at {0} on this computer. Is the model server running?', baseUrl) };
        case 'refused': {
            const words = l10n.t('The model server at {0} refused the request (status {1}).', baseUrl, trouble.status);
            return { reason: REASONS[trouble.status] ?? 'failed', words };
        }
    }
}

const REASONS: Readonly<Record<number, CompanionTrouble['reason']>> = { 401: 'not-allowed', 403: 'not-allowed', 404: 'missing' };

/** Kept by VS Code for this address alone; empty takes it away. */
async function setApiKey({ secrets }: ExtensionContext): Promise<void> {
    const baseUrl = setting<string>('baseUrl', '');
    if (!isOnThisComputer(baseUrl)) {
        void window.showWarningMessage(troubleFor(new LocalServerError({ kind: 'not-here' }), baseUrl).words);
        return;
    }
    const key = await window.showInputBox({
        title: l10n.t('Key for {0}; empty removes it', new URL(baseUrl).origin),
        password: true,
        ignoreFocusOut: true,
    });
    if (key === undefined) return;
    if (key.trim() === '') await secrets.delete(secretOf(baseUrl));
    else await secrets.store(secretOf(baseUrl), key.trim());
}

function secretOf(baseUrl: string): string {
    return `key:${URL.canParse(baseUrl) ? new URL(baseUrl).origin : ''}`;
}

/** The user's own setting. One of a folder or of the other machine would send questions where somebody else likes. */
function setting<Value>(name: string, otherwise: Value): Value {
    const found = workspace.getConfiguration('footnoteCompanion').inspect<Value>(name);
    return found?.globalValue ?? found?.defaultValue ?? otherwise;
}
