/** What a soak looks at: processes by what Linux says of them and by what their probe says, and the folder of the index. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { ProbeLine } from './probe.ts';

export interface ProcessSample {
    readonly residentMb: number;
    /** Without pages of files, which are the system's to take back. */
    readonly ownMb: number;
    readonly descriptors: number;
    readonly watches: number;
    readonly threads: number;
    readonly processorSeconds: number;
    readonly probe: ProbeLine | undefined;
}

export interface Sample {
    readonly minutes: number;
    readonly engine: ProcessSample;
    readonly window: ProcessSample;
    readonly indexMb: number;
    readonly versions: number;
    /** Calls that have begun and not ended. */
    readonly waiting: number;
    readonly answerMs: number;
}

/** `pid` of a process that is gone gives zeros. */
export function lookAtProcess(pid: number, probe: ProbeLine | undefined): ProcessSample {
    const at = `/proc/${String(pid)}`;
    const status = textOf(`${at}/status`);
    const number = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    const descriptors = namesIn(`${at}/fd`);
    const ticks = textOf(`${at}/stat`).split(') ')[1]?.split(' ') ?? [];
    return {
        residentMb: number('VmRSS') / 1024,
        ownMb: number('RssAnon') / 1024,
        descriptors: descriptors.length,
        watches: descriptors.reduce((sum, name) => sum + textOf(`${at}/fdinfo/${name}`).split('\ninotify ').length - 1, 0),
        threads: number('Threads'),
        // In hundredths of a second, by the system and by the program.
        processorSeconds: (Number(ticks[11] ?? 0) + Number(ticks[12] ?? 0)) / 100,
        probe,
    };
}

export function lookAtIndex(data: string): Pick<Sample, 'indexMb' | 'versions'> {
    const folder = path.join(data, 'indexes');
    const below = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return {
        indexMb: Number(spawnSync('du', ['-sk', folder], { encoding: 'utf8' }).stdout.split('\t')[0] ?? 0) / 1024,
        versions: below.filter(name => name.includes('_versions') && name.endsWith('.manifest')).length,
    };
}

/** The newest line of the probe in this process. */
export function probeOf(lines: readonly string[], pid: number): ProbeLine | undefined {
    for (let at = lines.length - 1; at >= 0; at--) {
        const line = lines[at];
        if (!line?.startsWith(PROBE)) continue;
        const told = JSON.parse(line.slice(PROBE.length)) as ProbeLine;
        if (told.pid === pid) return told;
    }
    return undefined;
}

export const PROBE = 'PROBE ';

/** Slope per hour of a line through what was noted after the first fifth, by least squares. */
export function slopePerHour(samples: readonly Sample[], minutes: number, of: (sample: Sample) => number): number {
    const late = samples.filter(({ minutes: at }) => at > minutes / 5);
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [x, y] = [mean(late.map(({ minutes: at }) => at)), mean(late.map(of))];
    const over = late.reduce((sum, one) => sum + (one.minutes - x) * (of(one) - y), 0);
    const under = late.reduce((sum, one) => sum + (one.minutes - x) ** 2, 0);
    return under === 0 ? 0 : (over / under) * 60;
}

/** A row of the table: first, after a fifth, last, most, slope, limit. */
export function tableRow(
    samples: readonly Sample[],
    minutes: number,
    {
        name,
        unit,
        limit,
        of,
    }: { readonly name: string; readonly unit: string; readonly limit: string; readonly of: (sample: Sample) => number },
): string {
    const late = samples.filter(({ minutes: at }) => at > minutes / 5);
    const most = Math.max(...samples.map(of));
    const told = [samples[0], late[0], samples.at(-1)].map(sample => (sample ? of(sample) : 0));
    const cells = [...told, most].map(value => `${value.toFixed(1)} ${unit}`.trim());
    return `| ${[name, ...cells, `${slopePerHour(samples, minutes, of).toFixed(1)} ${unit}/h`.replace(' /h', '/h'), limit].join(' | ')} |`;
}

function textOf(file: string): string {
    try {
        return readFileSync(file, 'utf8');
    } catch {
        // It was closed, or the process has ended, since its name was read.
        return '';
    }
}

function namesIn(folder: string): readonly string[] {
    try {
        return readdirSync(folder);
    } catch {
        return [];
    }
}
