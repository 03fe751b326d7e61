import { QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import { retold, t } from '../protocol/l10n.ts';
import { defaultSettings, type Settings } from '../settings/settings.ts';
import { setApiKey } from './apiKey.ts';
import { embedderToAgreeTo, embeddingServerPresets } from './embeddingServers.ts';
import { agreeToEmbedding, type EmbeddingReminder } from './features/agreeToEmbedding.ts';
import { isEmbedderWanted, testEmbedder } from './features/testEmbedder.ts';
import { offeredModels } from './features/testModel.ts';
import type { IndexedWorkspace } from './indexedWorkspace.ts';
import type { Keys } from './keyStore.ts';
import { addressProblem, isThisMachine } from './modelServers.ts';
import { writeUserSettings } from './readSettings.ts';
import { secretName } from './secretName.ts';
import type { TextPages } from './textPage.ts';

export interface ChooseEmbedderParts {
    readonly indexed: IndexedWorkspace;
    readonly secrets: Keys;
    readonly pages: TextPages;
    readonly reminder: EmbeddingReminder;
}

/** Picks what makes the vectors, tests it, and asks whether this workspace may go there, before anything of it does. */
export async function chooseEmbedder(parts: ChooseEmbedderParts): Promise<void> {
    const { indexed, secrets } = parts;
    const { settings } = indexed;
    const shown = isLocalMissing(indexed)
        ? { ...settings, 'footnote.embedder.model': defaultSettings['footnote.embedder.model'] }
        : settings;
    const picked = await window.showQuickPick(entries(shown), { title: t('Footnote: What Finds by Meaning'), matchOnDescription: true });
    const chosen = picked && (await settingsFor(picked.choice, parts));
    if (!chosen) return;
    const next: Settings = { ...settings, ...chosen };
    // Before it is written down: a model that does not work would leave the workspace without meaning.
    // With the engine stopped nobody can test it, and this may be what starts it again.
    if (indexed.state.state !== 'stopped' && !(await isEmbedderWanted(indexed, next, secrets))) return;
    const origin = embedderToAgreeTo(next, indexed.agreedEmbedder);
    if (origin !== undefined) {
        parts.reminder.isAskedAbout(origin);
        if (!(await agreeToEmbedding(indexed, origin, next['footnote.embedder.id'], parts.pages))) return;
    }
    await writeUserSettings(chosen);
}

function isLocalMissing({ state }: IndexedWorkspace): boolean {
    return state.state === 'stopped' && state.failure.kind === 'model-missing';
}

type Choice = { readonly type: 'local' | 'test' } | { readonly type: 'server'; readonly baseUrl: string; readonly model: string };

type Entry = QuickPickItem & { readonly choice: Choice };

function entries(settings: Settings): readonly Entry[] {
    const isLocal = settings['footnote.embedder.provider'] === 'local';
    const { 'footnote.embedder.baseUrl': baseUrl, 'footnote.embedder.id': id } = settings;
    const isPreset = embeddingServerPresets.some(preset => preset.baseUrl === baseUrl);
    const now = (isNow: boolean, otherwise: string): string => (isNow ? t('now · {0}', otherwise) : otherwise);
    return [
        {
            label: t('$(package) In Footnote'),
            description: now(isLocal, settings['footnote.embedder.model']),
            detail: t('A model that runs on this machine. Nothing is sent.'),
            choice: { type: 'local' },
        },
        {
            label: t('$(debug-disconnect) Test the Embedding Model'),
            description: isLocal ? settings['footnote.embedder.model'] : id,
            choice: { type: 'test' },
        },
        { label: t('Servers that speak the OpenAI API of embeddings'), kind: QuickPickItemKind.Separator, choice: { type: 'test' } },
        ...embeddingServerPresets.map((preset): Entry => {
            const isNow = !isLocal && preset.baseUrl === baseUrl;
            return {
                label: `$(${isThisMachine(new URL(preset.baseUrl)) ? 'device-desktop' : 'cloud'}) ${preset.name}`,
                description: now(isNow, isNow ? id : preset.model),
                detail: retold(preset.detail),
                choice: { type: 'server', baseUrl: preset.baseUrl, model: isNow ? id : preset.model },
            };
        }),
        {
            label: t('$(link) Another Address…'),
            description: isPreset || isLocal ? '' : now(true, baseUrl),
            choice: { type: 'server', baseUrl: isPreset ? 'https://' : baseUrl, model: id },
        },
    ];
}

/** What to write down for a choice; undefined when there is nothing to write, or the user changed their mind. */
async function settingsFor(choice: Choice, { indexed, secrets }: ChooseEmbedderParts): Promise<Partial<Settings> | undefined> {
    switch (choice.type) {
        case 'local':
            return {
                'footnote.embedder.provider': 'local',
                // A model that is not there is not what was chosen.
                ...(isLocalMissing(indexed) ? { 'footnote.embedder.model': defaultSettings['footnote.embedder.model'] } : {}),
            };
        case 'test':
            await testEmbedder(indexed, indexed.settings, secrets);
            return undefined;
        case 'server': {
            const baseUrl = await ask(t('Address of the embedding server, up to and including /v1'), choice.baseUrl, addressProblem);
            if (baseUrl === undefined) return undefined;
            const name = secretName(baseUrl);
            if (!isThisMachine(new URL(baseUrl)) && name !== undefined && (await secrets.get(name)) === undefined)
                await setApiKey(baseUrl, secrets);
            const id = await chooseServerModel(baseUrl, choice.model, indexed, secrets);
            if (id === undefined) return undefined;
            const isSame = id === indexed.settings['footnote.embedder.id'];
            // The provider comes last: until it is written, the others mean nothing.
            return {
                'footnote.embedder.baseUrl': baseUrl,
                'footnote.embedder.id': id,
                // A length that was chosen for another model fits this one by chance only.
                ...(isSame ? {} : { 'footnote.embedder.dimensions': defaultSettings['footnote.embedder.dimensions'] }),
                'footnote.embedder.provider': 'openai-compatible',
            };
        }
    }
}

/** Servers list all their models and do not say which of them embed: those that sound like it come first. */
async function chooseServerModel(
    baseUrl: string,
    suggested: string,
    indexed: IndexedWorkspace,
    secrets: Keys,
): Promise<string | undefined> {
    const secret = secretName(baseUrl);
    const apiKey = secret === undefined ? '' : ((await secrets.get(secret)) ?? '');
    const { models } = await offeredModels(indexed, {
        provider: 'openai-compatible',
        baseUrl,
        model: '',
        apiKey,
        contextTokens: 0,
        firstWordSeconds: 10,
        idleSeconds: 10,
    });
    if (models.length > 0) {
        const other = t('$(edit) Another Name…');
        const rank = (model: string): number => (model.startsWith(suggested) ? 0 : /embed|bge|e5-|gte|minilm/i.test(model) ? 1 : 2);
        const labels = [...models].sort((one, two) => rank(one) - rank(two)).map(label => ({ label }));
        const picked = await window.showQuickPick([...labels, { label: other }], {
            title: t('Models at {0}', new URL(baseUrl).origin),
            ignoreFocusOut: true,
        });
        if (picked?.label !== other) return picked?.label;
    }
    return ask(t('Name of the embedding model'), suggested, value =>
        value === '' ? t('As the server knows it, such as bge-m3') : undefined,
    );
}

async function ask(title: string, value: string, problem: (value: string) => string | undefined): Promise<string | undefined> {
    const typed = await window.showInputBox({ title, value, ignoreFocusOut: true, validateInput: typing => problem(typing.trim()) });
    return typed?.trim();
}
