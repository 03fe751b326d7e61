import { request, stream } from '../../src/protocol/contract.ts';

/** Small enough to read, wide enough for every way a call can go. */
export const sampleContract = {
    add: request<{ readonly left: number; readonly right: number }, number>(),
    refuse: request<void, never>(),
    break: request<void, never>(),
    waitForStop: request<void, never>(),
    countTo: stream<number, number>(),
    tick: stream<void, number>(),
    stops: request<void, number>(),
};
