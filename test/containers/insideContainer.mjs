/**
 * Runs inside a container, with the Node that is there and no network: the packaged program indexes a folder of the container, answers with
 * footnotes that are compared with the files, follows an edit, and keeps its state there.
 *   node insideContainer.mjs <unpacked extension> <folder to copy>
 * Prints one line of JSON about what was seen, or fails. Needs nothing but Node, so that it runs in any image.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [extension = '', example = ''] = process.argv.slice(2);
const home = mkdtempSync(path.join(os.tmpdir(), 'footnote-container-'));
const folder = path.join(home, 'shop');
const data = path.join(home, 'data');
try {
    cpSync(example, folder, { recursive: true });
    assert.deepEqual(
        Object.keys(os.networkInterfaces()).filter(name => name !== 'lo'),
        [],
        'there is a network',
    );
    const first = footnote('index');
    assert.equal(first.counts.indexed, first.counts.total);
    const hasMeaning = first.embedded > 0;

    const answer = footnote('ask', 'How is a failed payment tried again?');
    assert.ok(answer.isAnswered, answer.text);
    assert.ok(answer.citations.length > 0, 'no footnotes');
    for (const { path: file, startLine, endLine, state } of answer.citations) {
        assert.equal(state, 'verified');
        assert.ok(endLine >= startLine && endLine <= readFileSync(path.join(folder, file), 'utf8').split('\n').length, file);
    }
    assert.ok(
        answer.citations.some(citation => citation.path === 'src/retryPayment.ts'),
        answer.text,
    );

    appendFileSync(path.join(folder, 'src/retryPayment.ts'), '\nexport function refundGiftCard() {\n    return "gift card";\n}\n');
    const second = footnote('index');
    assert.equal(second.changed, 1);
    assert.ok(second.embedded <= 1, `${second.embedded} texts were embedded for one new function`);
    assert.equal(footnote('search', 'refund gift card').passages[0]?.path, 'src/retryPayment.ts');

    // Without a native library for this system words answer alone, and the status says why.
    if (!hasMeaning) assert.match(inWords('status'), /found by words only: LanceDB does not load/);
    const verified = footnote('verify');
    assert.deepEqual(verified.differences, []);
    assert.ok(verified.isSound);
    const kept = readdirSync(data, { recursive: true, encoding: 'utf8' });
    assert.ok(kept.some(name => name.endsWith('CURRENT')));
    console.log(
        JSON.stringify({
            system: systemName(),
            libc: process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl',
            node: process.version,
            arch: process.arch,
            hasMeaning,
            rows: kept.some(name => name.includes('.lance')) ? 'LanceDB' : 'words',
            citations: answer.citations.length,
        }),
    );
} finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

/** The packaged command line; what it prints is an object. */
function footnote(command, ...words) {
    return JSON.parse(inWords(command, ...words, '--json'));
}

/** What it prints for people. */
function inWords(command, ...words) {
    const args = [path.join(extension, 'dist/cli.mjs'), command, ...words, folder, '-q'];
    const run = spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, XDG_DATA_HOME: data }, timeout: 240_000 });
    assert.equal(run.status, 0, `${command}: ${run.stdout}${run.stderr}${run.error ?? ''}`);
    return run.stdout;
}

function systemName() {
    if (!existsSync('/etc/os-release')) return 'unnamed';
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unnamed';
}
