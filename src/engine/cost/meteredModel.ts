import type { ChatModel } from '../modelPorts.ts';

/** The model with what goes through it counted, by the meter that comes with a request; without one nothing is. */
export function meteredModel(model: ChatModel): ChatModel {
    return {
        ...model,
        async *generate(prompt, options = {}) {
            const request = await options.meter?.begin(model.name, prompt.messages);
            const onUsage = options.onUsage;
            let failure: unknown;
            try {
                const counting = {
                    ...options,
                    onUsage: (usage: Parameters<NonNullable<typeof onUsage>>[0]) => {
                        request?.counted(usage);
                        onUsage?.(usage);
                    },
                };
                for await (const text of model.generate(prompt, counting)) {
                    // What has come is paid for, and is shown even if nothing may follow.
                    yield text;
                    request?.said(text);
                }
            } catch (error) {
                failure = error;
                throw error;
            } finally {
                await request?.end(failure);
            }
        },
    };
}
