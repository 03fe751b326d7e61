/**
 * What a test that passed at its second try says, so that `npm test` can tell of it at the end: a race must be seen, not hidden.
 * As the default export a reporter of vitest that says it.
 */
export function tellSecondTry(name) {
    console.log(`SECOND TRY ${name}`);
}

/** The names in the output of a suite. */
export function secondTriesIn(output) {
    return [...output.matchAll(/^\s*SECOND TRY (.+)$/gm)].map(([, name]) => name.trim());
}

export default class TellSecondTries {
    /** At the end, where no dots stand before it on the line. */
    onTestRunEnd(testModules) {
        for (const testModule of testModules)
            for (const testCase of testModule.children.allTests()) {
                if (!testCase.diagnostic()?.flaky) continue;
                console.log('');
                tellSecondTry(testCase.fullName);
                for (const { stack, message } of testCase.result().errors ?? [])
                    console.log(`     the first try failed: ${stack ?? message}`);
            }
    }
}
