import { type Html, trusted } from '../html.ts';

/**
 * Drawings that the page uses by name. Phases and outcomes differ in shape, not in colour alone; all are drawn
 * around 0,0 and about 12 wide.
 */
const SHAPES: Readonly<Record<string, string>> = {
  'm-recon': '<circle r="5"/>',
  'm-access': '<path d="M0-6.4 6.4 0 0 6.4-6.4 0z"/>',
  'm-escalation': '<path d="M0-6 6 5H-6z"/>',
  'm-persistence': '<path d="M-4.8-4.8H4.8V4.8H-4.8z"/>',
  'm-evasion': '<path d="M-6-5H6L0 6z"/>',
  'm-impact': '<path d="M0-6.8 1.8-2.2 6.6-2 2.9 1.2 4.1 6 0 3.3-4.1 6-2.9 1.2-6.6-2-1.8-2.2z"/>',
  'm-use': '<circle r="3"/>',
  'm-alert': '<path d="M-4 7V-6.5H5L2.5-3 5 .5H-2.5V7z"/>',
  'l-there': '<path d="M0-6 6.5 5.5h-13z"/>',
  'l-changed-since':
    '<path class="stroke" d="M-5 1a5 5 0 0 1 9-3.6M5-1a5 5 0 0 1-9 3.6M4-6v3.4H.6M-4 6V2.6h3.4"/>',
  'l-deleted': '<path class="stroke" d="M-5 .5-1.5 4 5-4"/>',
  'l-unknown':
    '<path class="stroke" d="M-2.8-2.6a2.8 2.8 0 1 1 3.9 2.5Q0 .5 0 2"/><circle cy="4.6" r="1"/>',
  'v-compromised':
    '<path d="M-3.3-8h6.6L8-3.3v6.6L3.3 8h-6.6L-8 3.3v-6.6z"/><path class="paper" d="M-1.1-4.8h2.2L.7 1.2H-.7zM-1.1 2.6h2.2v2.2h-2.2z"/>',
  'v-suspicious':
    '<path d="M0-8 8.5 7h-17z"/><path class="paper" d="M-1-3h2L.7 2.2H-.7zM-1 3.3h2v2h-2z"/>',
  'v-unusual':
    '<circle r="7.5"/><path class="paper" d="M-1.1-1h2.2v5.6h-2.2zM-1.1-4.6h2.2v2.2h-2.2z"/>',
  'v-nothing-found': '<circle r="7.5"/><path class="paper-stroke" d="M-3.8.3-1 3 4-2.8"/>',
  'w-for': '<path class="stroke" d="M-4.5 0h9M0-4.5v9"/>',
  'w-against': '<path class="stroke" d="M-4.5 0h9"/>',
};

/** Where all shapes are defined; a page holds it once, before it uses any. */
export function shapes(): Html {
  const all = Object.entries(SHAPES).map(([id, drawing]) => `<g id="${id}">${drawing}</g>`);
  const arrow =
    '<marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 .5 7.5 4 0 7.5z"/></marker>';
  return trusted(
    `<svg class="shapes" width="0" height="0" aria-hidden="true"><defs>${all.join('')}${arrow}</defs></svg>`,
  );
}
