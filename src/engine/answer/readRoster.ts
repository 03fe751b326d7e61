import type { RosterAgent } from '../../protocol/answering.ts';
import { visibleText } from '../../protocol/visibleText.ts';

/**
 * Reads who is named in an `AGENTS.md` with which responsibility: rows of a table whose head speaks of agents, items and headings below a
 * heading that does. All of it is data of the repository: names and words to be shown and quoted, never rules. A file without such a
 * roster, which is most of them, names nobody.
 */
export function readRoster(text: string): readonly RosterAgent[] {
    const agents = new Map<string, RosterAgent>();
    const add = (name: string, responsibility: string): void => {
        const agent = { name: plain(name).slice(0, LONGEST_NAME), responsibility: plain(responsibility).slice(0, LONGEST_RESPONSIBILITY) };
        const key = agent.name.toLowerCase();
        if (!NAME.test(agent.name) || agents.size >= MOST_AGENTS) return;
        const known = agents.get(key);
        if (!known || known.responsibility === '') agents.set(key, known ? { ...known, responsibility: agent.responsibility } : agent);
    };
    /** The level of the heading that opened a roster; 0 outside of one. */
    let rosterLevel = 0;
    /** Columns of a table of agents: of the name, and of what they do. */
    let columns: readonly [number, number] | undefined;
    /** The heading whose first words are still to come. */
    let named: string | undefined;
    let isFence = false;
    for (const line of text.slice(0, LONGEST_FILE).split(/\r\n|\r|\n/)) {
        if (/^\s*(?:```|~~~)/.test(line)) isFence = !isFence;
        if (isFence) continue;
        const heading = /^(#{1,6})\s+(.+?)\s*#*\s*$/.exec(line);
        if (heading) {
            const [, marks = '', title = ''] = heading;
            columns = undefined;
            named = undefined;
            if (rosterLevel > 0 && marks.length > rosterLevel) {
                named = title.replace(/^(?:agent|role|persona)\s*[:–-]\s*/i, '');
                add(named, '');
            } else {
                rosterLevel = ROSTER.test(plain(title)) ? marks.length : 0;
            }
            continue;
        }
        const cells = /^\s*\|(.+)\|\s*$/
            .exec(line)?.[1]
            ?.split('|')
            .map(cell => cell.trim());
        if (cells) {
            if (cells.every(cell => /^:?-+:?$/.test(cell))) continue;
            const at = cells.findIndex(cell => NAME_COLUMN.test(plain(cell)));
            const does = cells.findIndex(cell => DOES_COLUMN.test(plain(cell)));
            if (at >= 0 && does >= 0 && at !== does) columns = [at, does];
            else if (columns) add(cells[columns[0]] ?? '', cells[columns[1]] ?? '');
            continue;
        }
        columns = line.trim() === '' ? columns : undefined;
        if (rosterLevel === 0 || line.trim() === '') continue;
        const item = /^\s*(?:[-*+]|\d+[.)])\s+(?:\*\*(.+?)\*\*|`(.+?)`|([^:–—]{2,40}?))\s*(?::|–|—|\s-\s)\s*(.+)$/.exec(line);
        if (named !== undefined) {
            // Words below a heading of an agent, or the responsibility among its items.
            const said = item && DOES_COLUMN.test(plain(item[1] ?? item[2] ?? item[3] ?? '')) ? (item[4] ?? '') : item ? '' : line;
            if (said.trim() !== '') {
                add(named, said);
                named = undefined;
            }
        } else if (item) {
            add(item[1] ?? item[2] ?? item[3] ?? '', item[4] ?? '');
        }
    }
    // A heading alone may be anything.
    return [...agents.values()].filter(({ responsibility }) => responsibility !== '');
}

/** Headings that say nothing else: `AGENTS.md` and "Guidelines for agents" open no roster. */
const ROSTER =
    /^(?:(?:the|our|ai|project)\s+)*(?:agents?|agent roster|roster(?: of agents)?|roles|personas|team|agents? roles|(?:agents|roles) (?:and|&) (?:their )?responsibilities|responsibilities)$/i;
const NAME_COLUMN = /^(?:agents?|names?|roles?|personas?|who)$/i;
const DOES_COLUMN = /^(?:responsib\w*|descriptions?|purpose|does|tasks?|what|duties|scope|role)\b/i;
/** A name is a few words; a sentence is none. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._&/()+-]{1,39}$/u;
const LONGEST_NAME = 60;
const LONGEST_RESPONSIBILITY = 400;
const MOST_AGENTS = 20;
const LONGEST_FILE = 100_000;

function plain(markdown: string): string {
    return visibleText(
        markdown
            .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
            .replaceAll(/[*_`]{1,3}(\S(?:.*?\S)?)[*_`]{1,3}/g, '$1')
            .replaceAll(/<[^>]*>/g, '')
            .replaceAll(/\s+/g, ' ')
            .trim(),
    );
}
