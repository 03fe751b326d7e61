/** Language models for the tests in the editor: some that answer, one that goes on until it is stopped, and one for each way of failing. */
const { EventEmitter, LanguageModelChatMessageRole, LanguageModelError, LanguageModelTextPart, lm } = require('vscode');

const changed = new EventEmitter();

/** What each request held, for the tests to look at: `exports.requests`. */
const requests = [];

const models = {
    echo: async (_request, say) => {
        say('A failed payment is tried again [1');
        say('].');
    },
    small: async (_request, say) => say('Little fits [1].'),
    'used-up': async () => {
        throw new Error('Monthly quota exceeded');
    },
    'not-allowed': async () => {
        throw LanguageModelError.NoPermissions('no consent');
    },
    blocked: async () => {
        throw LanguageModelError.Blocked('not for you');
    },
    'not-found': async () => {
        throw LanguageModelError.NotFound('unknown model');
    },
    broken: async () => {
        throw new Error('wires crossed');
    },
    vanishing: async (_request, say) => {
        say('A failed payment is tried ');
        // What has been said is on its way before the model is gone.
        await new Promise(resolve => setTimeout(resolve, 200));
        delete models.vanishing;
        changed.fire();
        throw LanguageModelError.NotFound('model was removed');
    },
    endless: async (request, say, token) => {
        while (!token.isCancellationRequested) {
            say('word ');
            await new Promise(resolve => setTimeout(resolve, 50));
        }
        request.isStopped = true;
    },
};

exports.activate = context => {
    context.subscriptions.push(
        changed,
        lm.registerLanguageModelChatProvider('footnote-tests', {
            onDidChangeLanguageModelChatInformation: changed.event,
            provideLanguageModelChatInformation: async () =>
                Object.keys(models).map(id => ({
                    id,
                    name: `Test ${id}`,
                    family: 'test',
                    version: '1',
                    maxInputTokens: id === 'small' ? 1_200 : 32_000,
                    maxOutputTokens: 1_000,
                    isUserSelectable: true,
                    capabilities: {},
                })),
            provideLanguageModelChatResponse: async (model, messages, options, progress, token) => {
                const request = {
                    model: model.id,
                    messages: messages.map(({ role, content }) => ({
                        role: role === LanguageModelChatMessageRole.User ? 'user' : 'assistant',
                        text: content.map(part => (part instanceof LanguageModelTextPart ? part.value : '?')).join(''),
                    })),
                    tools: (options.tools ?? []).length,
                    isStopped: false,
                };
                requests.push(request);
                await models[model.id](request, text => progress.report(new LanguageModelTextPart(text)), token);
            },
            // Deliberately dearer than an estimate by characters.
            provideTokenCount: async (_model, text) => Math.ceil((typeof text === 'string' ? text : JSON.stringify(text.content)).length / 2),
        }),
    );
    changed.fire();
    return { requests };
};
