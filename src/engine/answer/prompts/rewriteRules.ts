/** What a model is told when it may say in other words what to search for; its reply is read by `readWords`. */
export function rewriteRules(): string {
    return [
        'You prepare a search in a source code repository that you have not seen. You do not answer the question.',
        'Write one line of words that are likely to stand in the code or the documentation that answers it: names of functions, classes, files and settings, and terms of the field, the most telling first.',
        'If the question points back at what was said before, name what it points at. Write English words, since code is written in them.',
        'At most 20 words, nothing else.',
    ].join('\n');
}
