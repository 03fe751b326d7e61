import type { Logger } from '../../../src/engine/ports.ts';

const nothing = (): void => undefined;

export const silentLogger: Logger = { error: nothing, warn: nothing, info: nothing, debug: nothing, trace: nothing };
