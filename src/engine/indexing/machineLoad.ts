import os from 'node:os';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

/** What the machine was doing since the last look. */
export interface MachineLoad {
    /** What programs other than this process used of all processors, from 0 to 1; undefined where that cannot be measured. */
    readonly othersShare: number | undefined;
    readonly isOnBattery: boolean;
}

export interface LoadMeter {
    look(): Promise<MachineLoad>;
}

/** Measures from one look to the next; the first looks back to when the meter was made. */
export function openLoadMeter(): LoadMeter {
    let before = readTimes();
    return {
        look: async () => {
            const now = readTimes();
            const othersShare = shareOfOthers(before, now);
            before = now;
            return { othersShare, isOnBattery: await isOnBattery(POWER_SUPPLIES) };
        },
    };
}

/** Milliseconds: of all processors together, how much of that was busy, and how much of that was this process with its threads. */
export interface ProcessorTimes {
    readonly total: number;
    readonly busy: number;
    readonly own: number;
}

function readTimes(): ProcessorTimes {
    let [total, busy] = [0, 0];
    for (const { times } of os.cpus()) {
        // `user` does not hold `nice` on any system that Node.js runs on.
        busy += times.user + times.nice + times.sys + times.irq;
        total += times.user + times.nice + times.sys + times.irq + times.idle;
    }
    const { user, system } = process.cpuUsage();
    return { total, busy, own: (user + system) / 1000 };
}

/** Undefined where the system counts nothing, as in some containers. */
export function shareOfOthers(before: ProcessorTimes, now: ProcessorTimes): number | undefined {
    const total = now.total - before.total;
    if (total <= 0) return undefined;
    const others = now.busy - before.busy - (now.own - before.own);
    return Math.min(1, Math.max(0, others / total));
}

/** Linux tells it in files; elsewhere nobody asks, and the machine counts as one on the mains. `folder` is `/sys/class/power_supply`. */
export async function isOnBattery(folder: string): Promise<boolean> {
    const supplies = await readdir(folder).catch(() => []);
    const facts = await Promise.all(
        supplies.map(async name => ({
            type: await wordIn(path.join(folder, name, 'type')),
            // Batteries of mice and keyboards say `Device`.
            scope: await wordIn(path.join(folder, name, 'scope')),
            status: await wordIn(path.join(folder, name, 'status')),
            online: await wordIn(path.join(folder, name, 'online')),
        })),
    );
    if (facts.some(({ type, online }) => type !== 'Battery' && online === '1')) return false;
    return facts.some(({ type, scope, status }) => type === 'Battery' && scope !== 'Device' && status === 'Discharging');
}

async function wordIn(file: string): Promise<string> {
    return (await readFile(file, 'utf8').catch(() => '')).trim();
}

const POWER_SUPPLIES = '/sys/class/power_supply';
