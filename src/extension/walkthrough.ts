import type { CommandId } from './commandTable.ts';

/**
 * The first five minutes, as VS Code shows them on its welcome page. Each step is ticked off by what the reader does, wherever they do it.
 * A useful answer comes before any model is spoken of: nobody needs a key to get there.
 */
export const walkthrough = {
    id: 'start',
    title: 'Get Started with Footnote',
    description: 'Ask about a repository, and check every answer at its footnotes.',
    icon: 'media/icon.png',
    steps: [
        step('open', {
            title: 'Open a folder',
            description:
                'Footnote reads it in the background, on this machine. No account, no key, no network.\n[Open Folder](command:vscode.openFolder)',
            media: { svg: 'media/walkthrough/folder.svg', altText: 'A folder, and a bar that shows how much of it has been read' },
            completionEvents: ['onContext:footnote.indexState == ready', 'onContext:footnote.did.read'],
        }),
        step('ask', {
            title: 'Ask a question',
            description: `Where is something, how does it work, who uses it? An answer comes from the first files on, and says how much it has seen.\n${link('Ask About This Repo', 'footnote.ask')}`,
            media: { svg: 'media/walkthrough/ask.svg', altText: 'A question, and an answer with two footnotes' },
            completionEvents: ['onContext:footnote.hasTurns', 'onContext:footnote.did.ask'],
        }),
        step('check', {
            title: 'Click a footnote',
            description: `Each opens the lines behind the claim, compared with the file as it is now. Lines that have changed since are marked.\n${link('Show the Panel', 'footnote.focusChat')}`,
            media: { svg: 'media/walkthrough/footnote.svg', altText: 'An editor with the cited lines selected' },
            completionEvents: ['onContext:footnote.hasOpenedCitation'],
        }),
        step('point', {
            title: 'Point at a name',
            description:
                'A hover says what it is, where it is defined and who uses it. Above each definition stand its references, and **Ask**. Right-click a selection for **Footnote: Explain Selection**.',
            media: { svg: 'media/walkthrough/hover.svg', altText: 'A hover over a name, with the links Explain and References' },
            completionEvents: [on('footnote.explainSelection'), on('footnote.explainSymbol'), on('footnote.askSelection')],
        }),
        step('model', {
            title: 'Choose what answers, if you like',
            description: `Answers quote what was found until you choose a model: one on this machine, one that VS Code has, or a server. Before anything leaves this machine you see where it goes.\n${link('Choose Model', 'footnote.chooseModel')}`,
            media: { svg: 'media/walkthrough/model.svg', altText: 'A list with Quotes, a model of VS Code, and a model server' },
            completionEvents: [on('footnote.chooseModel')],
        }),
    ],
};

export interface Step {
    readonly title: string;
    readonly description: string;
    readonly media: { readonly svg: string; readonly altText: string };
    readonly completionEvents: readonly string[];
}

function step(id: string, content: Step): Step & { readonly id: string } {
    return { id, ...content };
}

/** A row of its own with one link is drawn as a button. */
function link(label: string, command: CommandId): string {
    return `[${label}](command:${command})`;
}

function on(command: CommandId): string {
    return `onCommand:${command}`;
}
