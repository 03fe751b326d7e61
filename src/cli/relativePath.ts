import path from 'node:path';
import { existsSync } from 'node:fs';

/** A path is meant within the folder; one that is only found from where the user stands is taken from there. */
export function relativePath(folder: string, file: string): string {
    const within = path.resolve(folder, file);
    const absolute = existsSync(within) || !existsSync(path.resolve(file)) ? within : path.resolve(file);
    return path.relative(folder, absolute).replaceAll(path.sep, '/');
}
