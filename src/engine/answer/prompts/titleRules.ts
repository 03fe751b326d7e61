/** What a model is told when it names a conversation; its reply is read by `readTitle`. */
export function titleRules(): string {
    return [
        'You name a conversation about a source code repository. You do not answer the question.',
        'Write a title of three to six words in the language of the question that says what it is about. No quotes, no full stop, nothing else.',
    ].join('\n');
}
