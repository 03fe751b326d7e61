import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const sources = ['src', 'webview-ui/src'].flatMap(folder =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
        .map(entry => {
            const file = path.join(entry.parentPath, entry.name);
            return { name: path.relative(root, file).replaceAll(path.sep, '/'), text: readFileSync(file, 'utf8') };
        }),
);

function having(pattern: RegExp): readonly string[] {
    return sources.flatMap(({ name, text }) => (pattern.test(text) ? [name] : [])).sort();
}

test('what can reach another machine is a model server that was chosen, one of the machine in front of the user, and GitHub for a permalink', () => {
    expect(
        having(
            /\bfetch\b\(|'node:(?:https?|http2|tls|dgram)'|from 'openai'|from '@octokit|'undici'|new (?:WebSocket|EventSource|XMLHttpRequest)|sendBeacon/,
        ),
    ).toEqual([
        'src/companion/localServer.ts',
        'src/engine/models/modelServer.ts',
        'src/engine/models/trustedCertificates.ts',
        'src/extension/permalink/askGitHub.ts',
    ]);
});

test('nothing is collected, so that there is nothing for the telemetry setting of the editor to switch off', () => {
    expect(having(/createTelemetryLogger|TelemetryLogger|TelemetryReporter|isTelemetryEnabled|applicationinsights|@sentry\//i)).toEqual([]);
    // Nor is the setting read by name: whatever its value is, nothing of ours can depend on it.
    expect(having(/telemetryLevel|['"`]telemetry(?:\.|['"`])/i)).toEqual([]);
    const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
    expect(Object.keys(dependencies).filter(name => /telemetry|analytics|insights|sentry|posthog|amplitude/i.test(name))).toEqual([]);
});
