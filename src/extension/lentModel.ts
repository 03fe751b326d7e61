import type { Failure, LentModelTrouble } from '../protocol/failure.ts';
import type { LentMessage } from '../protocol/hostContract.ts';
import { visibleText } from '../protocol/visibleText.ts';

/** What VS Code needs to find a model; its own ids are unique within a vendor only. */
export interface LentModelName {
    readonly vendor: string;
    readonly id: string;
}

/** Reads `vendor/id`; an id may hold further slashes. */
export function parseLentModel(model: string): LentModelName | undefined {
    const [, vendor, id] = /^([^/]+)\/(.+)$/s.exec(model) ?? [];
    return vendor === undefined || id === undefined ? undefined : { vendor, id };
}

export function lentModelName({ vendor, id }: LentModelName): string {
    return `${vendor}/${id}`;
}

/** VS Code knows no system role: the rules go in front of the first message of the user. */
export function foldSystem(messages: readonly LentMessage[]): readonly (LentMessage & { readonly role: 'user' | 'assistant' })[] {
    let rules = messages
        .filter(({ role }) => role === 'system')
        .map(({ content }) => content)
        .join('\n\n');
    return messages.flatMap(({ role, content }) => {
        if (role === 'system') return [];
        const folded = role === 'user' && rules !== '' ? `${rules}\n\n${content}` : content;
        if (role === 'user') rules = '';
        return [{ role, content: folded }];
    });
}

/** What an error of a lent model means to the user. VS Code names its own kinds by `code`; everything else is the vendor's. */
export function lentModelFailure(error: unknown, model: string): Failure {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
    const message = innermostMessage(error);
    return {
        kind: 'lent-model',
        model,
        reason: reasonOf(code, message),
        detail: visibleText(message.replaceAll(/\s+/g, ' ')).slice(0, 200),
    };
}

function reasonOf(code: string, message: string): LentModelTrouble {
    switch (code) {
        case 'NotFound':
            return 'missing';
        case 'NoPermissions':
            return 'not-allowed';
        case 'Blocked':
            return 'blocked';
        default:
            return /quota|rate.?limit|too many requests/i.test(`${code} ${message}`) ? 'used-up' : 'failed';
    }
}

/** For `Unknown` the error of the vendor is the cause. */
function innermostMessage(error: unknown): string {
    let inner = error;
    while (inner instanceof Error && inner.cause !== undefined) inner = inner.cause;
    return inner instanceof Error ? inner.message : String(inner);
}
