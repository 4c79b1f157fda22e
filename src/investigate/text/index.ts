import type { Report } from '../report/index.ts';
import { tellActions } from './actions.ts';
import { tellCredentials } from './credentials.ts';
import { tellGaps } from './gaps.ts';
import { tellIdentities } from './identities.ts';
import { tellLeftBehind } from './left-behind.ts';
import { tellOrigins } from './origins.ts';
import { tellTaken } from './taken.ts';
import { type ReportTextOptions, telling } from './telling.ts';
import { tellTimeline } from './timeline.ts';
import { tellVerdict } from './verdict.ts';

export type { ReportTextOptions } from './telling.ts';

/** In the order in which they are asked at night. */
const SECTIONS = [
  tellVerdict,
  tellCredentials,
  tellOrigins,
  tellTimeline,
  tellTaken,
  tellLeftBehind,
  tellIdentities,
  tellActions,
  tellGaps,
];

/**
 * A report for a person at a terminal: the verdict first, then what it rests on and what to do. Whatever a
 * client chose is shown with its hidden characters escaped. No final line break.
 */
export function reportText(report: Report, options: ReportTextOptions): string {
  const t = telling(report, options);
  const proofs = () =>
    t.line(0, 'The events that prove each claim: --html FILE, or -o json.', 'dim');
  const sections = report.subject.found ? [...SECTIONS, proofs] : [tellVerdict, tellGaps];
  return sections
    .map((tell) => tell(t, report))
    .map((lines) => lines.join('\n'))
    .filter((text) => text !== '')
    .join('\n\n');
}
