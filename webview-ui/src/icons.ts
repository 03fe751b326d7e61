import type { TemplateResult } from 'lit';
import { svg, html } from 'lit';

/** The few drawings of the panel, in the colour of the text around them. They say nothing by themselves: each button has a name. */
function icon(path: TemplateResult): TemplateResult {
    return html`<svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.2" aria-hidden="true">
        ${path}
    </svg>`;
}

export const linkIcon = icon(
    svg`<path d="M6.8 9.2a2.4 2.4 0 0 0 3.4 0l2.4-2.4a2.4 2.4 0 0 0-3.4-3.4l-1 1M9.2 6.8a2.4 2.4 0 0 0-3.4 0L3.4 9.2a2.4 2.4 0 0 0 3.4 3.4l1-1"/>`,
);
export const moreIcon = icon(
    svg`<g fill="currentColor" stroke="none"><circle cx="3.5" cy="8" r="1.1"/><circle cx="8" cy="8" r="1.1"/><circle cx="12.5" cy="8" r="1.1"/></g>`,
);
export const newIcon = icon(svg`<path d="M8 3v10M3 8h10"/>`);
export const historyIcon = icon(svg`<path d="M3 8a5 5 0 1 0 1.5-3.6M3 2.8v2.4h2.4M8 5.2V8l2 1.3"/>`);
export const renameIcon = icon(svg`<path d="m3 13 .6-2.6L10.8 3.2l2 2-7.2 7.2zM9.6 4.4l2 2"/>`);
export const pinIcon = icon(svg`<path d="M6 2.5h4l-.6 4 2.1 2.3H4.5L6.6 6.5zM8 8.8v4.7"/>`);
export const pinnedIcon = icon(svg`<path fill="currentColor" d="M6 2.5h4l-.6 4 2.1 2.3H4.5L6.6 6.5zM8 8.8v4.7"/>`);
export const closeIcon = icon(svg`<path d="m4 4 8 8M12 4l-8 8"/>`);

export const openIcon = icon(svg`<path d="M9.5 2.5h4v4M13.5 2.5 8 8M11.5 9.5v4h-9v-9h4"/>`);
export const copyIcon = icon(svg`<path d="M5.5 5.5V3h7.5v7.5h-2.5M3 5.5h7.5V13H3z"/>`);
export const insertIcon = icon(svg`<path d="M3 3h10M3 13h10M8 5v6M5.5 8.5 8 11l2.5-2.5"/>`);
export const newFileIcon = icon(svg`<path d="M9 2.5H4v11h8V5.5zM9 2.5v3h3M8 7.5v4M6 9.5h4"/>`);
export const applyIcon = icon(svg`<path d="M5 2.5v5M2.5 5h5M2.5 13h5M9 13.5l4.5-10"/>`);

export const backIcon = icon(svg`<path d="m9.8 4-4 4 4 4"/>`);
export const forwardIcon = icon(svg`<path d="m6.2 4 4 4-4 4"/>`);

export function chevronIcon(isOpen: boolean): TemplateResult {
    return isOpen ? chevronUp : chevronDown;
}

const chevronDown = icon(svg`<path d="m4 6.2 4 4 4-4"/>`);
const chevronUp = icon(svg`<path d="m4 9.8 4-4 4 4"/>`);
