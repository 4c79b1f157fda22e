import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportPage } from '../../../src/investigate/page/index.ts';
import type { Report } from '../../../src/investigate/report/index.ts';
import { exampleReport } from '../example-report.ts';
import { hostileReport, wideReport } from '../hostile-report.ts';
import { largeReport } from './large-report.ts';
import { skeletonOf } from './skeleton.ts';

const REPORTS: Readonly<Record<string, Report>> = {
  example: exampleReport,
  wide: wideReport,
  hostile: hostileReport,
};

const emptyReport: Report = {
  ...exampleReport,
  subject: { ...exampleReport.subject, found: false, identities: [], events: 0 },
  verdict: { verdict: 'nothing found', confidence: 'certain', sentence: 'Nothing.', reasons: [] },
  credentials: [],
  origins: [],
  timeline: { steps: [], omitted: 0, alerts: [] },
  taken: [],
  leftBehind: [],
  identities: { nodes: [], edges: [], limited: false },
  actions: [],
  gaps: [],
  evidence: {},
};

/** Keys of a report that hold texts of clients, or made of them. */
const FREE = new Set(
  [
    'value sentence text title why note what hides message rule label address program',
    'auditID user impersonator userAgent userAgents sourceIP path name names namespace namespaces',
    'group resource subresource verb selector command commands serviceAccount by node pods nodes',
    'audiences how stage',
  ]
    .join(' ')
    .split(' '),
);

/** The report with something put before each free text. */
function withTexts<T>(value: T, change: (text: string) => string, free = false): T {
  if (typeof value === 'string') return (free ? change(value) : value) as T;
  if (Array.isArray(value)) return value.map((one) => withTexts(one, change, free)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [
    key,
    withTexts(one as unknown, change, FREE.has(key)),
  ]);
  return Object.fromEntries(entries) as T;
}

describe('reportPage', () => {
  it.each(Object.entries(REPORTS))('links within the %s page lead somewhere', (_name, report) => {
    const page = reportPage(report);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const links = [...page.matchAll(/ href="([^"]*)"/g)].map(([, href]) => href as string);
    expect(links.filter((href) => !ids.includes(href.slice(1)))).toEqual([]);
    expect(links.filter((href) => !href.startsWith('#'))).toEqual([]);
  });

  it('allows exactly its own style and scripts, and no request', () => {
    const page = reportPage(exampleReport);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    expect(policy).toMatch(/^default-src 'none'; /);
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const parts = (tag: RegExp) => [...page.matchAll(tag)].map(([, text]) => hash(text ?? ''));
    const scripts = parts(/<script[^>]*>([\s\S]*?)<\/script>/g);
    const styles = parts(/<style>([\s\S]*?)<\/style>/g);
    expect(policy).toContain(`; script-src ${scripts.join(' ')};`);
    expect(policy).toContain(`; style-src ${styles.join(' ')};`);
    expect(policy).not.toContain('unsafe');
  });

  it('holds no address of anything outside, no handler and no style in an attribute', () => {
    for (const report of Object.values(REPORTS)) {
      const tags = skeletonOf(reportPage(report)).join('\n');
      expect(tags).not.toMatch(/ (?:src|srcset|action|formaction|xlink:href|style|on\w+)\b/i);
      expect(tags).not.toMatch(/<(?:img|iframe|object|embed|link|base|video|audio)\b/i);
    }
  });

  it('has the same tags and attributes, whatever the names in a report are', () => {
    const tagsOf = (before: string) =>
      skeletonOf(reportPage(withTexts(wideReport, (text) => `${before}x${text}`)));
    const plain = tagsOf('');
    const piece = fc.oneof(
      fc.constantFrom('<', '>', '"', "'", '&', '</script>', '<!--', ']]>', '`', '\0', '\r\n', '${'),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (before) => {
        expect(tagsOf(before)).toEqual(plain);
      }),
      { numRuns: 30 },
    );
  });

  it('shows the whole of every command, as a shell is to get it', () => {
    const command = `kubectl delete secret ${'a'.repeat(3000)} 'b'`;
    const [action] = exampleReport.actions as [Report['actions'][number]];
    const page = reportPage({ ...exampleReport, actions: [{ ...action, commands: [command] }] });
    expect(page).toContain(`<code>${command.replaceAll("'", '&#39;')}</code>`);
  });

  it('is the same page for the same report', () => {
    expect(reportPage(exampleReport)).toBe(reportPage(structuredClone(exampleReport)));
  });

  it('says so where nothing was found', () => {
    const page = reportPage(emptyReport);
    expect(page).toContain('No event in the log fits what was asked.');
    expect(() => skeletonOf(page)).not.toThrow();
  });

  it('stays small enough to be opened, as large as a report may be', () => {
    expect(reportPage(largeReport).length).toBeLessThan(15e6);
  });
});
