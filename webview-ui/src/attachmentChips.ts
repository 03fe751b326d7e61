import { css, html, nothing, type TemplateResult } from 'lit';
import type { ShownAttachment } from '../../src/protocol/view.ts';
import { attachmentsSpoken, costWords, isPath, tooLargeNote } from './attachmentWords.ts';
import { quietButton } from './controls.ts';
import { closeIcon } from './icons.ts';
import { t } from './l10n.ts';

/** What goes with the next question: each with its name, what it costs and a way out; what is too large says below what becomes of it. */
export function attachmentChips(attachments: readonly ShownAttachment[], onDetach: (id: string) => void): TemplateResult | typeof nothing {
    if (attachments.length === 0) return nothing;
    const notes = attachments.flatMap(attachment => tooLargeNote(attachment) ?? []);
    return html`<ul class="chips" aria-label=${attachmentsSpoken(attachments)}>
            ${attachments.map(attachment => chip(attachment, onDetach))}
        </ul>
        ${notes.map(note => html`<p class="note too-large">${note}</p>`)}`;
}

function chip({ id, kind, name, isAutomatic, fate }: ShownAttachment, onDetach: (id: string) => void): TemplateResult {
    const cost = costWords(fate);
    const title = isAutomatic ? t('The selection in the editor: {0}', name) : name;
    return html`<li class="attachment ${fate?.state === 'cut' ? 'large' : ''}">
        <span class="place ${isPath(kind) ? 'path' : ''}" title=${title}><bdi>${name}</bdi></span>
        ${cost === '' ? nothing : html`<span class="cost">${cost}</span>`}
        ${quietButton(closeIcon, { name: t('Detach {0}', name), title: t('Detach'), onClick: () => onDetach(id) })}
    </li>`;
}

export const chipStyles = css`
    .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        margin: 2px 0 2px 3px;
        padding: 0;
        list-style: none;
    }
    .attachment {
        display: flex;
        align-items: center;
        gap: 6px;
        min-width: 0;
        max-width: 100%;
        padding-left: 6px;
        border: 1px solid var(--vscode-contrastBorder, color-mix(in srgb, currentColor 25%, transparent));
        border-radius: 3px;
        font-size: 0.85em;
        box-sizing: border-box;
    }
    .attachment.large {
        border-color: var(--vscode-editorWarning-foreground, currentColor);
    }
    .attachment .cost {
        flex: none;
        color: var(--footnote-muted);
        white-space: nowrap;
    }
    .attachment.large .cost {
        color: inherit;
        font-weight: 600;
    }
    .attachment .place {
        min-width: 3em;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
    }
    .attachment .place.path {
        /* The end of a path says more than its beginning: what is too much is cut there. */
        direction: rtl;
    }
    .note {
        margin: 2px 3px 4px;
        color: var(--footnote-muted);
        font-size: 0.85em;
        overflow-wrap: anywhere;
    }
    .note.too-large {
        color: inherit;
    }
    .refused {
        display: flex;
        align-items: flex-start;
        gap: 4px;
    }
    .refused p {
        flex: 1;
        min-width: 0;
        color: inherit;
    }
`;
