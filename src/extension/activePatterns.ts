/**
 * The patterns of `files.exclude` or `search.exclude` that are switched on.
 * One with a condition (`{ "when": "$(basename).ts" }`) hides a file from the tree for tidiness, not because it does not matter.
 */
export function activePatterns(excludes: unknown): readonly string[] {
    if (typeof excludes !== 'object' || excludes === null) return [];
    return Object.entries(excludes).flatMap(([pattern, isOn]) => (isOn === true ? [pattern] : []));
}
