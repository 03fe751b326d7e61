/** A watcher of files as editors have one: says each path that the system tells it of, and the error when it may not watch. */
import { watch } from 'node:fs';

const [folder = ''] = process.argv.slice(2);
try {
    const watcher = watch(folder, { recursive: true }, (_event, name) => {
        process.send?.({ name: String(name) });
    });
    watcher.on('error', error => {
        process.send?.({ error: error.message });
    });
    process.send?.({ watching: true });
} catch (error) {
    process.send?.({ error: String(error) });
}
