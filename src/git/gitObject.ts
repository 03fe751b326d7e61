export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

/** What a repository keeps under an id. */
export interface GitObject {
    readonly type: ObjectType;
    readonly data: Buffer;
}
