import { t, textTable } from '../protocol/l10n.ts';

/** A kind of server that speaks the OpenAI chat API, with the address it has when nobody has changed it. */
export interface ModelServerPreset {
    readonly name: string;
    /** Up to and including `/v1`; what stands in capitals is for the user to fill in. */
    readonly baseUrl: string;
    readonly isLocal: boolean;
    /** Where its models run. */
    readonly detail: string;
}

/** Addresses as each project documents them. */
export const modelServerPresets: readonly ModelServerPreset[] = textTable([
    { name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', isLocal: true, detail: 'On this machine, no key.' },
    { name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1', isLocal: true, detail: 'On this machine, no key.' },
    { name: 'llama.cpp server', baseUrl: 'http://127.0.0.1:8080/v1', isLocal: true, detail: 'On this machine, no key.' },
    {
        name: 'vLLM',
        baseUrl: 'http://127.0.0.1:8000/v1',
        isLocal: true,
        detail: 'On this machine, no key unless it was started with one; a second server often has port 8001 or 8002.',
    },
    { name: 'OpenAI', baseUrl: 'https://api.openai.com/v1', isLocal: false, detail: 'Needs a key.' },
    {
        name: 'Azure OpenAI',
        baseUrl: 'https://RESOURCE.openai.azure.com/openai/v1',
        isLocal: false,
        detail: 'Your own resource; the model is the name of a deployment. Needs a key.',
    },
    {
        name: 'Anthropic',
        baseUrl: 'https://api.anthropic.com/v1',
        isLocal: false,
        detail: 'Claude, through its OpenAI-compatible address. Needs an Anthropic key.',
    },
    {
        name: 'Amazon Bedrock',
        baseUrl: 'https://bedrock-runtime.REGION.amazonaws.com/openai/v1',
        isLocal: false,
        detail: 'The models that AWS offers through the OpenAI API in your region. Needs a Bedrock API key.',
    },
    {
        name: 'Google Gemini',
        baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
        isLocal: false,
        detail: 'Needs a key of Google AI Studio.',
    },
    { name: 'Mistral', baseUrl: 'https://api.mistral.ai/v1', isLocal: false, detail: 'Needs a key.' },
    { name: 'OpenRouter', baseUrl: 'https://openrouter.ai/api/v1', isLocal: false, detail: 'Models of many vendors. Needs a key.' },
]);

/** What is wrong with an address, for people; undefined when it can be asked. */
export function addressProblem(baseUrl: string): string | undefined {
    if (/RESOURCE/.test(baseUrl)) return t('Put the name of your resource in place of RESOURCE');
    if (/REGION/.test(baseUrl)) return t('Put your region in place of REGION, such as eu-central-1');
    const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
    if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
        return t('An address begins with https://, or http:// on this machine');
    if (url.username !== '' || url.password !== '') return t('No user name in the address: the key has a place of its own');
    if (url.protocol === 'http:' && !isThisMachine(url)) return t('Unencrypted only to this machine; use https');
    return undefined;
}

export function isThisMachine({ hostname }: Pick<URL, 'hostname'>): boolean {
    return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
