import { window } from 'vscode';
import { fail } from '../protocol/failure.ts';
import { t } from '../protocol/l10n.ts';
import type { Keys } from './keyStore.ts';
import { keyUseLabel, type KeyUses } from './keyUse.ts';
import { secretName } from './secretName.ts';

/**
 * Asks for the key of a model server. It belongs to scheme, host and port of the address; another address has none. The key in its place is replaced at once, in every window. True when one was set.
 */
export async function setApiKey(baseUrl: string, secrets: Keys, uses?: KeyUses): Promise<boolean> {
    const secret = nameOrFail(baseUrl);
    const known = uses && (await secrets.get(secret)) !== undefined ? keyUseLabel(uses.of(secret)) : '';
    const key = await window.showInputBox({
        title: t('Key for {0}', secret.slice('key:'.length)),
        ...(known === '' ? {} : { prompt: t('Takes the place of the key that is there: {text0}.', known) }),
        password: true,
        ignoreFocusOut: true,
    });
    if (key === undefined || key.trim() === '') return false;
    await secrets.store(secret, key.trim());
    await uses?.wasSet(secret);
    return true;
}

export async function removeApiKey(baseUrl: string, secrets: Keys, uses?: KeyUses): Promise<void> {
    const secret = nameOrFail(baseUrl);
    await secrets.delete(secret);
    await uses?.wasRemoved(secret);
    window.setStatusBarMessage(t('$(key) Key for {0} removed', secret.slice('key:'.length)), 4_000);
}

function nameOrFail(baseUrl: string): string {
    return (
        secretName(baseUrl) ??
        fail({ kind: 'model-refused', origin: baseUrl, detail: t('no key goes to an address like this: https, or http on this machine') })
    );
}
