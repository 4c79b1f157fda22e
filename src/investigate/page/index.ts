import type { Report } from '../report/index.ts';
import { assets } from './assets.ts';
import { shapes } from './chart/shapes.ts';
import { html, script, trusted } from './html.ts';
import { actionsPart } from './parts/actions.ts';
import { credentialsPart } from './parts/credentials.ts';
import { evidencePart } from './parts/evidence.ts';
import { gapsPart } from './parts/gaps.ts';
import { header } from './parts/header.ts';
import { leftBehindPart } from './parts/left-behind.ts';
import { originsPart } from './parts/origins.ts';
import { timelinePart } from './parts/steps.ts';
import { takenPart } from './parts/taken.ts';
import { whoPart } from './parts/who.ts';
import { Refs } from './refs.ts';

/** The parts that a reader can go to, in their order. */
const PARTS = [
  ['verdict', 'Verdict'],
  ['timeline', 'What it did'],
  ['who', 'Who else'],
  ['taken', 'Taken'],
  ['left', 'Left behind'],
  ['todo', 'What to do'],
  ['credentials', 'Credentials'],
  ['origins', 'Where from'],
  ['gaps', 'Gaps'],
  ['evidence', 'Evidence'],
] as const;

/**
 * A report as one HTML document that needs nothing else: it loads nothing, runs only its own scripts (its
 * policy names their hashes), works printed, and for the essentials without scripts. The same report gives the
 * same page. Every text of the report is escaped.
 */
export function reportPage(report: Report): string {
  const refs = new Refs(report);
  const { styles, early, scripts, policy } = assets();
  const [asked] = report.subject.asked;
  const links = PARTS.map(([to, name]) => html`<li><a href="#${to}">${name}</a></li>`);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="satrap ${report.satrap}">
<title>${report.verdict.verdict}: ${asked?.value} – satrap investigation</title>
<style>${trusted(styles)}</style>
${script(early, 'classic')}
</head>
<body>
${shapes()}
<a class="skip" href="#main">Skip to the report</a>
<nav class="contents" aria-label="Contents"><p class="brand">satrap <span>investigation</span></p><ul>${links}</ul><button type="button" class="theme" id="theme" hidden>Theme: auto</button></nav>
<main id="main">
${header(report, refs)}
${timelinePart(report, refs)}
${whoPart(report, refs)}
${takenPart(report, refs)}
${leftBehindPart(report, refs)}
${actionsPart(report, refs)}
${credentialsPart(report, refs)}
${originsPart(report, refs)}
${gapsPart(report)}
${evidencePart(report, refs)}
</main>
<dialog class="drawer" id="drawer" aria-labelledby="drawer-h"><div class="drawer-top"><h2 id="drawer-h">Evidence</h2><button type="button" class="close" aria-label="Close">×</button></div><p class="claim"></p><ol class="events"></ol></dialog>
<p class="unseen" role="status" id="said"></p>
${scripts.map(
  (code) => html`${script(code, 'module')}
`,
)}</body>
</html>
`;
  return page.markup;
}
