/**
 * The text of a file as it is read and indexed: that of most files is what stands in them. Of a Jupyter notebook it is the cells, each line
 * where the file has it, as Jupytext writes them: code as it is, prose as comments, a `# %%` at the head of each cell. Outputs and the
 * punctuation of JSON are blank lines, so that line numbers hold, and running a notebook again changes nothing.
 */
export function readableText(path: string, text: string): string {
    return isNotebook(path) ? notebookText(text) : text;
}

export function isNotebook(path: string): boolean {
    return /\.ipynb$/i.test(path);
}

/** Jupyter writes one line of JSON for each line of a cell, and nobody edits it by hand; what is written otherwise is left as it is. */
function notebookText(text: string): string {
    const lines = text.split('\n');
    const shown = lines.map(() => '');
    let isProse = false;
    let cells = 0;
    for (let row = 0; row < lines.length; row++) {
        const line = lines[row] ?? '';
        const kind = /^\s*"cell_type": "(\w+)"/.exec(line)?.[1];
        if (kind !== undefined) isProse = kind !== 'code';
        const source = /^(\s*)"source": \[\s*$/.exec(line);
        if (!source) continue;
        cells++;
        shown[row] = isProse ? '# %% [markdown]' : '# %%';
        // The strings of the source are indented deeper than its name; its end is not.
        while (row + 1 < lines.length && !/^\s*\]/.test(lines[row + 1] ?? '')) {
            row++;
            const said = lineOf(lines[row] ?? '');
            shown[row] = isProse ? `# ${said}`.trimEnd() : said;
        }
    }
    return cells === 0 ? text : shown.join('\n');
}

/** The text of one line of JSON that holds a string, without its line break. */
function lineOf(json: string): string {
    try {
        const value: unknown = JSON.parse(json.trim().replace(/,$/, ''));
        return typeof value === 'string' ? value.replace(/\n$/, '').replaceAll(/[\r\n]/g, ' ') : '';
    } catch {
        return '';
    }
}
