/** A stretch of a question with how much its words count. */
export interface QuestionPart {
    readonly role: 'title' | 'prose' | 'code';
    readonly text: string;
    readonly weight: number;
}

/**
 * Cuts a question into title, prose and code. A bug report is mostly template and log: its first line says what it is about,
 * fences and log lines hold much that is not about this repository, and questionnaire sections hold nothing.
 */
export function questionParts(text: string): QuestionPart[] {
    const parts: QuestionPart[] = [];
    const add = (role: QuestionPart['role'], line: string): void => {
        const last = parts.at(-1);
        if (last?.role === role && role !== 'title') parts[parts.length - 1] = { ...last, text: `${last.text}\n${line}` };
        else parts.push({ role, text: line, weight: PART_WEIGHTS[role] });
    };
    let isTitleFound = false;
    let fence = '';
    let isQuestionnaire = false;
    for (const line of text.replace(/<!--[\s\S]*?(?:-->|$)/g, ' ').split(/\r\n|\r|\n/)) {
        const opened = FENCE.exec(line)?.[1];
        if (opened !== undefined && (fence === '' || opened.startsWith(fence))) {
            fence = fence === '' ? opened.slice(0, 3) : '';
            continue;
        }
        if (line.trim() === '') continue;
        if (!isTitleFound) {
            isTitleFound = true;
            add('title', line);
            continue;
        }
        const heading = HEADING.exec(line)?.[1];
        if (fence === '' && heading !== undefined) {
            isQuestionnaire = QUESTIONNAIRE.test(heading);
            if (isQuestionnaire || TEMPLATE_HEADING.test(heading)) continue;
        }
        if (isQuestionnaire || CHECKBOX.test(line)) continue;
        add(fence !== '' || LOG_LINE.test(line) ? 'code' : 'prose', withoutAddresses(line));
    }
    return parts;
}

/** Measured by test/retrieval; the exact values matter little, their order does. */
const PART_WEIGHTS: Readonly<Record<QuestionPart['role'], number>> = { title: 3, prose: 1, code: 0.25 };

const FENCE = /^\s*(`{3,}|~{3,})/;

/** `## Heading`, or a line that is nothing but bold. */
const HEADING = /^\s*(?:#{1,6}\s+|\*\*(?=[^*]+\*\*:?\s*$))(.+)$/;

/** Headings that templates put there; what stands below them counts. */
const TEMPLATE_HEADING =
    /^\W*(?:describe the (?:bug|issue|problem)|bug(?: report| description)?|(?:steps )?to reproduce|how to reproduce|reproduction|reproducible code|expected (?:behaviou?r|results?)|(?:actual|current|observed) (?:behaviou?r|results?)|description|summary|details|additional (?:context|info(?:rmation)?)|screenshots?|logs?|motivation|context|what (?:did you|happened|is)|is your feature request|describe the solution|describe alternatives|suggested solution|alternative)\b/i;

/** Sections of versions and confirmations: nothing below them says what is looked for. */
const QUESTIONNAIRE =
    /^\W*(?:environment|system info|versions?|platform|operating system|os\b|used package manager|validations?|checklist|your (?:environment|project)|sphinx (?:version|extensions)|python version|(?:go|gson|java|tokio|preact|vite|caddy|prometheus) version|sponsor)/i;

const CHECKBOX = /^\s*[-*]\s*\[[ xX]\]/;

/** Lines that machines wrote: stack frames, time stamps, levels. */
const LOG_LINE =
    /^\s*(?:File ".+", line \d+|at .+[:(].*\d+\)?$|Traceback \(|\d{4}[-/]\d\d[-/]\d\d[T ]|(?:level|ts|caller)=|\{"level"|goroutine \d+|\$ |>>> |(?:DEBUG|INFO|WARN(?:ING)?|ERROR|TRACE)\b.*[:\]])/;

/** Web addresses name hosts and issue numbers; what follows the host may still be a path, so only the front goes. */
function withoutAddresses(line: string): string {
    return line.replace(/https?:\/\/[^/\s)>\]]+(?:\/[^/\s)>\]]+\/[^/\s)>\]]+\/(?:issues|pull|commit|blob|tree)\/[^\s)>\]/#]*)?/g, ' ');
}
