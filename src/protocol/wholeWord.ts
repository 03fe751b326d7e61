/** Finds a name where it stands alone, as programs delimit names: neither a letter, a digit, `_` nor `$` beside it. */
export function wholeWord(name: string, flags = ''): RegExp {
    return new RegExp(`(?<![\\w$])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w$])`, flags);
}
