import type { ChatModel } from '../modelPorts.ts';
import { FailureError, type Failure } from '../../protocol/failure.ts';

/**
 * Models in the order in which the user wants them: the first that says anything answers, and its name is the one shown. A model that has
 * begun to speak is not followed by another, because half an answer of each is none.
 */
export function fallbackModel(models: readonly [ChatModel, ...ChatModel[]]): ChatModel {
    let current = models[0];
    const isWindowed = models.every(model => model.window !== undefined);
    return {
        get name() {
            return current.name;
        },
        ...(isWindowed
            ? {
                  // The smallest of all, so that what was fitted once fits whoever comes to answer.
                  async window(options) {
                      const windows = await Promise.all(
                          models.map(async model => {
                              try {
                                  return await model.window?.(options);
                              } catch (error) {
                                  if (!isOfThisModel(error) || models.length === 1) throw error;
                                  return undefined;
                              }
                          }),
                      );
                      const known = windows.filter(window => window !== undefined);
                      const smallest = known.sort((a, b) => a.tokens - b.tokens)[0];
                      if (smallest) return smallest;
                      // None can be had: the first says why.
                      return (await models[0].window?.(options)) ?? { tokens: 0, countTokens: () => 0 };
                  },
              }
            : {}),
        async *generate(prompt, options) {
            for (const [nth, model] of models.entries()) {
                current = model;
                let hasSpoken = false;
                try {
                    for await (const text of model.generate(prompt, options)) {
                        hasSpoken ||= text !== '';
                        yield text;
                    }
                    return;
                } catch (error) {
                    if (hasSpoken || nth === models.length - 1 || !isOfThisModel(error)) throw error;
                }
            }
        },
    };
}

/** Another model may do better; a closed network or a withheld consent holds for all of them. */
function isOfThisModel(error: unknown): boolean {
    return error instanceof FailureError && OF_ONE_MODEL.has(error.failure.kind);
}

const OF_ONE_MODEL: ReadonlySet<Failure['kind']> = new Set<Failure['kind']>([
    'model-refused',
    'model-unreachable',
    'model-missing',
    'lent-model',
    'answer-incomplete',
]);
