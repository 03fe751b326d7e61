/** What a line does with a name. `text`: in a comment, a string, documentation, data or configuration. */
export type PlaceRole = 'definition' | 'import' | 'call' | 'use' | 'text';
