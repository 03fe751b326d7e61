import { html, type TemplateResult } from 'lit';
import { answerCommands, answerCommandWords, type AnswerCommand } from '../../src/protocol/answering.ts';
import { textAreaWithin } from './controls.ts';
import { t } from './l10n.ts';

/** The commands that a draft may become while its first word is typed; none once a blank stands behind it. */
export function commandsFor(draft: string): readonly AnswerCommand[] {
    const typed = /^\/([a-z]*)$/i.exec(draft)?.[1]?.toLowerCase();
    return typed === undefined ? [] : answerCommands.filter(command => command.startsWith(typed));
}

export interface CommandListOptions {
    readonly commands: readonly AnswerCommand[];
    /** Which of them Enter would take. */
    readonly at: number;
    readonly onChoose: (command: AnswerCommand) => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** The list above the question box. The focus stays in the box, which points at the option that is meant; who goes to the list itself can use the same keys. */
export function commandList({ commands, at, onChoose, onKeyDown }: CommandListOptions): TemplateResult {
    return html`<div
        class="commands"
        id="commands"
        role="listbox"
        aria-label=${t('Commands')}
        tabindex="0"
        aria-activedescendant=${`command-${commands[at] ?? ''}`}
        @keydown=${onKeyDown}
    >
        ${commands.map(
            (command, nth) =>
                html`<div
                    class="command"
                    id=${`command-${command}`}
                    role="option"
                    aria-selected=${nth === at}
                    @mousedown=${(event: Event) => event.preventDefault()}
                    @click=${() => onChoose(command)}
                >
                    <b>/${command}</b> <span>${t(answerCommandWords[command])}</span>
                </div>`,
        )}
    </div>`;
}

/**
 * Tells a screen reader which option is meant while the focus stays in the text. The text area stands in the shadow of the toolkit's
 * element, from where no id reaches the list, but an element of a surrounding tree may be named.
 */
export function pointAt(root: ParentNode): void {
    const area = textAreaWithin(root);
    if (!area) return;
    const list = root.querySelector('#commands');
    area.ariaAutoComplete = list ? 'list' : null;
    area.ariaControlsElements = list ? [list] : null;
    area.ariaActiveDescendantElement = root.querySelector('.command[aria-selected=true]');
}
