import { window } from 'vscode';
import { fail } from '../protocol/failure.ts';
import type { Settings } from '../settings/settings.ts';
import type { Keys } from './keyStore.ts';
import { writeUserSetting } from './readSettings.ts';
import { secretName } from './secretName.ts';

/** Picks what answers. Before anything is to leave this machine the address is shown and confirmed. */
export async function chooseModel(settings: Settings, secrets: Keys): Promise<void> {
    const isQuoting = settings['footnote.model.provider'] === 'quotes';
    const picked = await window.showQuickPick(
        [
            {
                label: '$(quote) Quotes',
                description: isQuoting ? 'now' : '',
                detail: 'Quotes what was found. No model, no network, no account.',
                id: 'quotes' as const,
            },
            {
                label: '$(server) A model server',
                description: isQuoting ? '' : `now: ${settings['footnote.model.id']}`,
                detail: 'Ollama, LM Studio, vLLM, llama.cpp, OpenAI, Azure OpenAI, OpenRouter: whatever speaks the OpenAI chat API.',
                id: 'openai-compatible' as const,
            },
        ],
        { title: 'Footnote: What Answers' },
    );
    if (!picked) return;
    if (picked.id === 'quotes') {
        await writeUserSetting('footnote.model.provider', 'quotes');
        return;
    }
    const baseUrl = await window.showInputBox({
        title: 'Address of the model server, up to and including /v1',
        value: settings['footnote.model.baseUrl'],
        ignoreFocusOut: true,
        validateInput: value => (secretName(value.trim()) === undefined ? 'https, or http on this machine; no user name in it' : undefined),
    });
    if (baseUrl === undefined) return;
    const id = await window.showInputBox({
        title: 'Name of the model',
        value: settings['footnote.model.id'],
        ignoreFocusOut: true,
        validateInput: value => (value.trim() === '' ? 'As the server knows it, such as llama3.1' : undefined),
    });
    if (id === undefined) return;
    const { origin, hostname } = new URL(baseUrl.trim());
    if (!['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
        const agree = `Send to ${origin}`;
        const detail =
            'Each question and the passages that are its evidence go to this server. Nothing else does, and nothing before you ask.';
        if ((await window.showWarningMessage(`Answer with ${id.trim()} at ${origin}?`, { modal: true, detail }, agree)) !== agree) return;
    }
    await writeUserSetting('footnote.model.baseUrl', baseUrl.trim());
    await writeUserSetting('footnote.model.id', id.trim());
    await writeUserSetting('footnote.model.provider', 'openai-compatible');
    const secret = secretName(baseUrl.trim());
    if (hostname !== 'localhost' && hostname !== '127.0.0.1' && secret !== undefined && (await secrets.get(secret)) === undefined) {
        await setApiKey(baseUrl.trim(), secrets);
    }
}

/** The key belongs to scheme, host and port of the address; another address has none. */
export async function setApiKey(baseUrl: string, secrets: Keys): Promise<void> {
    const secret = nameOrFail(baseUrl);
    const key = await window.showInputBox({ title: `Key for ${secret.slice('key:'.length)}`, password: true, ignoreFocusOut: true });
    if (key !== undefined && key.trim() !== '') await secrets.store(secret, key.trim());
}

export async function removeApiKey(baseUrl: string, secrets: Keys): Promise<void> {
    const secret = nameOrFail(baseUrl);
    await secrets.delete(secret);
    window.setStatusBarMessage(`$(key) Key for ${secret.slice('key:'.length)} removed`, 4_000);
}

function nameOrFail(baseUrl: string): string {
    return (
        secretName(baseUrl) ??
        fail({ kind: 'model-refused', origin: baseUrl, detail: 'no key goes to an address like this: https, or http on this machine' })
    );
}
