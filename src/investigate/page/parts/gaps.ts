import type { Gap } from '../../report/gap.ts';
import type { Report } from '../../report/index.ts';
import { type Html, html, type Piece } from '../html.ts';
import { clock, grouped, span } from '../words.ts';

/** What the log can't say, and what that may hide. */
export function gapsPart({ gaps }: Report): Html {
  const items = gaps.map(
    (gap) =>
      html`<li><span class="tag">${gap.kind}</span><div><p>${gap.text}${gap.count !== null && html` <span class="times">×${grouped(gap.count)}</span>`}${range(gap)}</p><p class="hides"><b>It hides</b> ${gap.hides}</p></div></li>`,
  );
  return html`<section id="gaps" aria-labelledby="gaps-h">
<h2 id="gaps-h">What the log can’t say</h2>
${gaps.length === 0 ? html`<p class="note">No gap was found.</p>` : html`<ul class="gaps">${items}</ul>`}
</section>`;
}

function range({ from, until }: Gap): Piece {
  if (from === null && until === null) return null;
  const text =
    from !== null && until !== null
      ? span(from, until)
      : [from !== null && ['since ', clock(from)], until !== null && ['until ', clock(until)]];
  return html` <span class="message">${text}</span>`;
}
