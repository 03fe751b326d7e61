import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { fail } from '../../protocol/failure.ts';

/**
 * Which certificates this process trusts: those that come with Node and with `NODE_EXTRA_CA_CERTS`, those of the operating system, and
 * those in a file of the user's (an organisation's own, behind whose proxy all traffic goes). A certificate is checked in any case; there is
 * no way to switch that off. Counts from the next connection on.
 */
export function trustFile(file: string): void {
    if (file === wanted) return;
    wanted = file;
    trusted = undefined;
}

/** Resolves when what is to be trusted is. Fails for `origin`, in words, when the user's file cannot be read or holds no certificate. */
export async function certificatesReady(origin: string): Promise<void> {
    trusted ??= trustAll(wanted);
    try {
        await trusted;
    } catch (error) {
        // The file may be mended, and the next request looks again.
        trusted = undefined;
        const reason = error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? error.message : '';
        fail(
            { kind: 'model-unreachable', origin, detail: `the file of footnote.network.caFile cannot be used: ${reason}` },
            { cause: error },
        );
    }
}

let wanted = '';
let trusted: Promise<void> | undefined;
/** As the process began, whatever was trusted since. */
let ofNode: readonly string[] | undefined;

async function trustAll(file: string): Promise<void> {
    // Before Node 22.19, which an older editor may have, only NODE_EXTRA_CA_CERTS adds to what is trusted.
    if (!('setDefaultCACertificates' in tls)) {
        if (file !== '') throw new Error('too old a Node');
        return;
    }
    const own = file === '' ? [] : certificatesIn(await readFile(file, 'utf8'));
    ofNode ??= tls.getCACertificates('default');
    tls.setDefaultCACertificates([...new Set([...ofNode, ...ofSystem(), ...own])]);
}

/** Some systems have none to give, or fail to. */
function ofSystem(): readonly string[] {
    try {
        return tls.getCACertificates('system');
    } catch {
        return [];
    }
}

function certificatesIn(text: string): readonly string[] {
    const found = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g);
    if (!found) throw new Error('no certificate in it');
    return found;
}

/** What is wrong with a certificate, in words; undefined for any other trouble of a connection. */
export function certificateTrouble(code: string): string | undefined {
    const words = CERTIFICATE_WORDS[code];
    return words === undefined ? undefined : `its certificate ${words} (${code})`;
}

const NOT_TRUSTED =
    'is signed by nobody that this machine trusts; name the file of your organisation’s certificate in footnote.network.caFile';

const CERTIFICATE_WORDS: Readonly<Record<string, string>> = {
    DEPTH_ZERO_SELF_SIGNED_CERT: NOT_TRUSTED,
    SELF_SIGNED_CERT_IN_CHAIN: NOT_TRUSTED,
    UNABLE_TO_GET_ISSUER_CERT: NOT_TRUSTED,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: NOT_TRUSTED,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: NOT_TRUSTED,
    CERT_UNTRUSTED: NOT_TRUSTED,
    CERT_HAS_EXPIRED: 'has expired',
    CERT_NOT_YET_VALID: 'is not valid yet; look at the clock of this machine',
    ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name',
};
