/** Programs that were started, and addresses that were connected to, without what differs from one run to the next. */
export function doings(calls: readonly string[]): ReadonlySet<string> {
    return new Set(
        calls.flatMap(call => {
            const program = /execve\("([^"]+)", \[(.*?)\]/.exec(call);
            if (program && !/ = -1 /.test(call)) return [`runs ${program[1]} ${steady(program[2] ?? '')}`];
            const address = /connect\(\d+, \{sa_family=AF_INET6?, (.*?)\}/.exec(call);
            return address ? [`connects to ${steady(address[1] ?? '')}`] : [];
        }),
    );
}

/** Ports, process numbers, marks and temporary names differ from run to run; what a program is told first does not. */
function steady(text: string): string {
    return text
        .replaceAll(/footnote-(vscode|test|extensions)-\w+/g, 'footnote-$1')
        .replaceAll(/(\/proc\/[^" ]*(", ")?)+/g, '/proc')
        .replaceAll(/[0-9a-f]{9,}|\d{3,}/g, 'N')
        .replace(/(server-main\.js).*/, '$1')
        .slice(0, 160);
}
