/** A folder with a repository that git makes, which is the oracle; what is tested never runs it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface RepositoryFolder {
    readonly folder: string;
    /** Runs git there, one second later each time, so that the order of commits is certain; returns what it says. */
    git(...args: readonly string[]): string;
    write(file: string, text: string | Buffer): void;
    /** Writes files, commits everything, and returns the id. */
    commit(message: string, files?: Readonly<Record<string, string>>): string;
    dispose(): void;
}

export function repositoryFolder({ format = 'sha1' }: { readonly format?: string } = {}): RepositoryFolder {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'footnote-repository-'));
    let seconds = 1_700_000_000;
    const git = (...args: readonly string[]): string => {
        const at = `${String(seconds++)} +0000`;
        const env = {
            ...process.env,
            GIT_AUTHOR_DATE: at,
            GIT_COMMITTER_DATE: at,
            GIT_CONFIG_GLOBAL: os.devNull,
            GIT_CONFIG_NOSYSTEM: '1',
        };
        const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'protocol.file.allow=always'];
        return execFileSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
    };
    const write = (file: string, text: string | Buffer): void => {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), text);
    };
    git('init', '-q', '-b', 'main', `--object-format=${format}`);
    return {
        folder,
        git,
        write,
        commit(message, files = {}) {
            for (const [file, text] of Object.entries(files)) write(file, text);
            git('add', '-A');
            git('commit', '-q', '--allow-empty', '-m', message);
            return git('rev-parse', 'HEAD');
        },
        dispose: () => rmSync(folder, { recursive: true, force: true }),
    };
}
