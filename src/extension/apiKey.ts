import { window } from 'vscode';
import { fail } from '../protocol/failure.ts';
import { t } from '../protocol/l10n.ts';
import type { Keys } from './keyStore.ts';
import { secretName } from './secretName.ts';

/** Asks for the key of a model server. It belongs to scheme, host and port of the address; another address has none. */
export async function setApiKey(baseUrl: string, secrets: Keys): Promise<void> {
    const secret = nameOrFail(baseUrl);
    const key = await window.showInputBox({ title: t('Key for {0}', secret.slice('key:'.length)), password: true, ignoreFocusOut: true });
    if (key !== undefined && key.trim() !== '') await secrets.store(secret, key.trim());
}

export async function removeApiKey(baseUrl: string, secrets: Keys): Promise<void> {
    const secret = nameOrFail(baseUrl);
    await secrets.delete(secret);
    window.setStatusBarMessage(t('$(key) Key for {0} removed', secret.slice('key:'.length)), 4_000);
}

function nameOrFail(baseUrl: string): string {
    return (
        secretName(baseUrl) ??
        fail({ kind: 'model-refused', origin: baseUrl, detail: t('no key goes to an address like this: https, or http on this machine') })
    );
}
