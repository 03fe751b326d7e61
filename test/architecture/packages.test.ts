/** Packages for other machines than the one that packs them: each with the native library of its platform, or with none and words alone. */
import { describe, expect, test } from 'vitest';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { madeFor } from '../../scripts/nativeBinary.ts';
import { lockedPackage, nativePackageFolder } from '../../scripts/nativePackages.ts';
import { ownTarget, packageTargets } from '../../scripts/packageTargets.ts';

const modules = path.resolve(import.meta.dirname, '../../node_modules');
const targets = Object.entries(packageTargets);

describe('a package for another platform', () => {
    test('takes its LanceDB from the lock file, which holds it to a digest and names the same platform', () => {
        for (const [target, { native }] of targets) {
            if (!native) continue;
            const { os: system, cpu, libc } = lockedPackage(native.name);
            const { os: wanted, arch, libc: wantedLibc } = native.madeFor;
            expect({ target, system, cpu, libc }).toEqual({
                target,
                system: [wanted],
                cpu: [arch],
                libc: wantedLibc === undefined ? undefined : [wantedLibc],
            });
        }
    });

    test('is made for Linux with glibc and with musl, for Macs and Windows; an Intel Mac has words alone', () => {
        expect(targets.flatMap(([target, { native }]) => (native ? [target] : []))).toEqual([
            'linux-x64',
            'linux-arm64',
            'alpine-x64',
            'alpine-arm64',
            'darwin-arm64',
            'win32-x64',
            'win32-arm64',
        ]);
        expect(packageTargets['darwin-x64']?.native).toBeUndefined();
    });

    test('has the binaries of ONNX Runtime that are made for it', () => {
        for (const [target, { onnx }] of targets) {
            if (onnx === undefined) continue;
            const folder = path.join(modules, 'onnxruntime-node/bin/napi-v3', onnx);
            const [system, arch] = onnx.split('/');
            for (const file of readdirSync(folder).filter(name => name.endsWith('.node')))
                expect(madeFor(path.join(folder, file)), target).toMatchObject({ os: system, arch });
        }
    });
});

describe('a native library', () => {
    const { native } = packageTargets[ownTarget()] ?? {};

    test.runIf(native && existsSync(path.join(modules, native.name)))(
        'that is installed is taken as it is, and held to its platform',
        () => {
            if (!native) return;
            expect(nativePackageFolder(native.name, native.madeFor)).toBe(path.join(modules, native.name));
            const other = native.madeFor.arch === 'x64' ? 'arm64' : 'x64';
            expect(() => nativePackageFolder(native.name, { ...native.madeFor, arch: other })).toThrow(`not for`);
        },
    );

    test('that is none is refused', () => {
        const folder = mkdtempSync(path.join(os.tmpdir(), 'footnote-native-'));
        writeFileSync(path.join(folder, 'lancedb.node'), Buffer.alloc(4096, 'x'));
        expect(() => madeFor(path.join(folder, 'lancedb.node'))).toThrow('no library that is known');
        rmSync(folder, { recursive: true });
    });
});
