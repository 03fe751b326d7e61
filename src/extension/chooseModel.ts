import { commands, env, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { CompanionModels } from '../protocol/companionContract.ts';
import type { ChatModelChoice } from '../protocol/engineContract.ts';
import { retold, t } from '../protocol/l10n.ts';
import { engineOptions } from '../settings/engineOptions.ts';
import type { Settings } from '../settings/settings.ts';
import { setApiKey } from './apiKey.ts';
import { modelsOfEditor, type ModelsOfEditor } from './features/lendModel.ts';
import { offeredModels, testModel } from './features/testModel.ts';
import type { IndexedWorkspace } from './indexedWorkspace.ts';
import type { Keys } from './keyStore.ts';
import { lentModelName, parseLentModel } from './lentModel.ts';
import { addressProblem, isThisMachine, modelServerPresets } from './modelServers.ts';
import { writeUserSettings } from './readSettings.ts';
import { secretName } from './secretName.ts';

/** Picks what answers, and tries the connection. Whether questions may go to a server is asked with the first one. */
export async function chooseModel(indexed: IndexedWorkspace, secrets: Keys): Promise<void> {
    const { settings } = indexed;
    const picked = await window.showQuickPick(entries(settings, await modelsOfEditor(settings)), {
        title: t('Footnote: What Answers'),
        matchOnDescription: true,
    });
    const chosen = picked && (await settingsFor(picked.choice, indexed, secrets));
    if (!chosen) return;
    await writeUserSettings(chosen);
    // The window hears of a changed setting a little later.
    if (chosen['footnote.model.provider'] !== 'quotes') await testModel(indexed, { ...settings, ...chosen }, secrets);
}

/** What to write down for a choice; undefined when the user changed their mind. */
async function settingsFor(choice: Choice, indexed: IndexedWorkspace, secrets: Keys): Promise<Partial<Settings> | undefined> {
    switch (choice.type) {
        case 'quotes':
            return { 'footnote.model.provider': 'quotes' };
        case 'test':
            return {};
        case 'companion':
            await (choice.trouble === undefined ? explainCompanion() : window.showWarningMessage(choice.trouble));
            return undefined;
        case 'lent': {
            const vendor = parseLentModel(choice.model)?.vendor ?? '';
            if (!(await isAgreed(choice.name, t('the extension that provides it ({0})', vendor)))) return undefined;
            return { 'footnote.model.id': choice.model, 'footnote.model.provider': 'vscode-lm' };
        }
        case 'server':
            return chooseServer(choice.baseUrl, indexed, secrets);
    }
}

type Choice =
    | { readonly type: 'quotes' | 'test' }
    | { readonly type: 'companion'; readonly trouble: string | undefined }
    | { readonly type: 'lent'; readonly model: string; readonly name: string }
    | { readonly type: 'server'; readonly baseUrl: string };

type Entry = QuickPickItem & { readonly choice: Choice };

function entries(settings: Settings, { models: lent, companion }: ModelsOfEditor): readonly Entry[] {
    const provider = settings['footnote.model.provider'];
    const id = settings['footnote.model.id'];
    const baseUrl = settings['footnote.model.baseUrl'];
    const now = (isNow: boolean, otherwise: string): string =>
        !isNow ? otherwise : otherwise === '' ? t('now') : t('now · {0}', otherwise);
    const isPreset = modelServerPresets.some(preset => preset.baseUrl === baseUrl);
    const nowServer = (address: string): string => now(provider === 'openai-compatible' && address === baseUrl, address);
    return [
        {
            label: t('$(quote) Quotes'),
            description: now(provider === 'quotes', ''),
            detail: t('Quotes what was found. No model, no network, no account.'),
            choice: { type: 'quotes' },
        },
        ...(provider === 'quotes' ? [] : [testEntry(id)]),
        ...(lent.length === 0 && env.remoteName === undefined && !companion ? [] : [separator(t('Models that VS Code has'))]),
        ...lent.map((model): Entry => {
            const name = lentModelName(model);
            return {
                label: `$(sparkle) ${model.name}`,
                description: now(provider === 'vscode-lm' && name === id, name),
                choice: { type: 'lent', model: name, name: model.name },
            };
        }),
        ...companionEntries(companion),
        separator(t('Servers that speak the OpenAI chat API')),
        ...modelServerPresets.map((preset): Entry => ({
            label: `$(${preset.isLocal ? 'device-desktop' : 'cloud'}) ${preset.name}`,
            description: nowServer(preset.baseUrl),
            detail:
                preset.isLocal && env.remoteName !== undefined
                    ? t('On the machine where the code is ({0}), no key.', env.remoteName)
                    : retold(preset.detail),
            choice: { type: 'server', baseUrl: preset.baseUrl },
        })),
        {
            label: t('$(link) Another Address…'),
            description: isPreset || provider !== 'openai-compatible' ? '' : nowServer(baseUrl),
            choice: { type: 'server', baseUrl: isPreset ? 'https://' : baseUrl },
        },
    ];
}

function testEntry(model: string): Entry {
    return { label: t('$(debug-disconnect) Test the Connection'), description: model, choice: { type: 'test' } };
}

/** While there is none of its models in the list: how to get one, or why there is none. */
function companionEntries(companion: CompanionModels | undefined): readonly Entry[] {
    if (companion ? companion.models.length > 0 : env.remoteName === undefined) return [];
    const trouble = companion && (companion.trouble ?? t('Footnote Companion finds no model there.'));
    const detail =
        trouble ??
        t('The code is on another machine ({0}). The extension Footnote Companion reaches models on yours.', env.remoteName ?? '');
    return [{ label: t('$(vm) A Model on the Computer in Front of You…'), detail, choice: { type: 'companion', trouble } }];
}

async function explainCompanion(): Promise<void> {
    const search = t('Show Extension');
    const picked = await window.showInformationMessage(
        t('Install Footnote Companion on the computer in front of you'),
        {
            modal: true,
            detail: t(
                'Footnote runs where the code is ({0}), and 127.0.0.1 is that machine there. The companion runs beside your window and offers the models of a server on your own computer (Ollama, LM Studio, llama.cpp) to VS Code; they appear in this list then. From a clone, npm run package builds it as well: Extensions › Install from VSIX…',
                env.remoteName ?? '',
            ),
        },
        search,
    );
    if (picked === search) await commands.executeCommand('workbench.extensions.search', '@id:footnote.footnote-companion');
}

function separator(label: string): Entry {
    return { label, kind: QuickPickItemKind.Separator, choice: { type: 'test' } };
}

/** Its models are asked for before one is picked, and before anything is written down. */
async function chooseServer(suggested: string, indexed: IndexedWorkspace, secrets: Keys): Promise<Partial<Settings> | undefined> {
    const baseUrl = await ask(t('Address of the model server, up to and including /v1'), suggested, addressProblem);
    if (baseUrl === undefined) return undefined;
    if (!isThisMachine(new URL(baseUrl))) {
        const secret = secretName(baseUrl);
        if (secret !== undefined && (await secrets.get(secret)) === undefined) await setApiKey(baseUrl, secrets);
    }
    const id = await chooseServerModel(baseUrl, indexed, secrets);
    if (id === undefined) return undefined;
    // The provider comes last: until it is written, the others mean nothing.
    return { 'footnote.model.baseUrl': baseUrl, 'footnote.model.id': id, 'footnote.model.provider': 'openai-compatible' };
}

async function chooseServerModel(baseUrl: string, indexed: IndexedWorkspace, secrets: Keys): Promise<string | undefined> {
    const { settings } = indexed;
    const secret = secretName(baseUrl);
    const apiKey = secret === undefined ? '' : ((await secrets.get(secret)) ?? '');
    const now = baseUrl === settings['footnote.model.baseUrl'] ? settings['footnote.model.id'] : '';
    const offered = await offeredModels(indexed, choiceOf(settings, baseUrl, apiKey));
    if (offered.models.length > 0) {
        const other = t('$(edit) Another Name…');
        const labels = [...offered.models.map(label => ({ label, ...(label === now ? { description: t('now') } : {}) })), { label: other }];
        const picked = await window.showQuickPick(labels, { title: t('Models at {0}', new URL(baseUrl).origin), ignoreFocusOut: true });
        if (picked?.label !== other) return picked?.label;
    }
    const title = offered.trouble === undefined ? t('Name of the model') : t('Name of the model ({0})', offered.trouble);
    return ask(title, now, value => (value === '' ? t('As the server knows it, such as llama3.1') : undefined));
}

function choiceOf(settings: Settings, baseUrl: string, apiKey: string): ChatModelChoice {
    const asked: Settings = {
        ...settings,
        'footnote.model.provider': 'openai-compatible',
        'footnote.model.baseUrl': baseUrl,
        'footnote.model.id': '',
    };
    return engineOptions(asked, { apiKey, excludes: [], cores: 1 }).chatModel;
}

async function ask(title: string, value: string, problem: (value: string) => string | undefined): Promise<string | undefined> {
    const typed = await window.showInputBox({ title, value, ignoreFocusOut: true, validateInput: typing => problem(typing.trim()) });
    return typed?.trim();
}

async function isAgreed(model: string, receiver: string): Promise<boolean> {
    const agree = t('Agree');
    const detail = t(
        'Each question, the passages that are its evidence and the last turns of the conversation go to {0}, without the secrets that Footnote recognises. Nothing else does, and nothing before you ask.',
        receiver,
    );
    return (await window.showWarningMessage(t('Answer with {0}?', model), { modal: true, detail }, agree)) === agree;
}
