import { describe, expect, it } from 'vitest';
import { reportPage } from '../../../../src/investigate/page/index.ts';
import type { Report } from '../../../../src/investigate/report/index.ts';
import { exampleReport } from '../../example-report.ts';
import { wideReport } from '../../hostile-report.ts';
import { textOf } from '../skeleton.ts';

const section = (page: string, id: string) =>
  new RegExp(`<(section|header)[^>]* id="${id}"[\\s\\S]*?\\n</\\1>`).exec(page)?.[0] ?? '';

const EXAMPLE = reportPage(exampleReport);
const WIDE = reportPage(wideReport);
const textIn = (page: string, id: string) => textOf(section(page, id));

describe('the parts of a page', () => {
  it('begin with what was asked, the verdict and what it rests on', () => {
    const text = textIn(EXAMPLE, 'verdict');
    expect(text).toContain('Investigation of ServiceAccount payments:checkout');
    expect(text).toContain(
      'compromised certain The token of pod payments/checkout-6c5d8f7b9c-hv9td',
    );
    expect(text).toContain('30,911 suspect requests 3 denied 4 identities 4 acted');
    expect(text).toContain('at the same time certain E12–13');
    expect(text).toContain('satrap 0.1.0 read 31,466 events (47 MB in 4 files;');
  });

  it('fold reasons after the weightiest, but none that speaks against it', () => {
    const [one] = exampleReport.verdict.reasons as [Report['verdict']['reasons'][number]];
    const reasons = Array.from({ length: 9 }, (_, index) => ({ ...one, text: `reason ${index}` }));
    const verdict = {
      ...exampleReport.verdict,
      reasons: [...reasons, { ...one, text: 'and yet', weighs: 'against' as const }],
    };
    const page = reportPage({ ...exampleReport, verdict });
    const [shown, folded] = section(page, 'verdict').split('<details') as [string, string];
    expect(shown).toContain('reason 5');
    expect(shown).toContain('and yet');
    expect(textOf(folded)).toMatch(/3 more reasons.*reason 6.*reason 8/);
  });

  it('name all starting points, and the range that was asked for', () => {
    const text = textIn(WIDE, 'verdict');
    expect(text).toContain('Address 198.51.100.23');
    expect(text).toContain('asked for since 2026-11-20 12:00:00 until 2026-11-20 15:00:00');
  });

  it('show every step with its alerts, its result and its evidence', () => {
    const text = textIn(EXAMPLE, 'timeline');
    expect(text).toContain(
      '12:52:00 escalation tried to create a clusterrolebinding medium Creation Refused payments/checkout 198.51.100.23 · curl denied 403 E21',
    );
    expect(textIn(WIDE, 'timeline')).toContain('7 ordinary steps had no room in the report.');
    expect(textIn(WIDE, 'timeline')).toContain('dry run');
  });

  it('show what must be taken as read, and what it gave', () => {
    const text = textIn(EXAMPLE, 'taken');
    expect(text).toContain(
      'Secret all secrets Secrets in all namespaces were read (list): each of them must be',
    );
    expect(text).toContain('gave JTI=afaedbe4…a1ec');
    expect(textIn(WIDE, 'taken')).toContain('selected by app=cart');
  });

  it('show what is still there and who ended the rest', () => {
    const text = textIn(EXAMPLE, 'left');
    expect(text).toContain('deleted clusterrolebindings.rbac.authorization.k8s.io metrics-reader');
    expect(text).toContain('by alice@example.com (somebody else) E49');
    expect(textIn(WIDE, 'left')).toContain('changed since');
  });

  it('show how a credential came to be, and how it ended', () => {
    const text = textIn(WIDE, 'credentials');
    expect(text).toContain('by system:node:worker-2');
    expect(text).toContain('its pod was deleted at 14:36:10 by alice@example.com E44');
    expect(text).toContain('3 401s that fit it, last at 14:36:32 likely E45–47');
    expect(text).toContain('accepted at 13:40:12, after it expired at');
    expect(text).toContain('for 1 h until 13:19:26 audiences');
    expect(text).toContain('5 more by rotation');
  });

  it('show places, what departs there, and what was in use at the same time', () => {
    const text = textIn(EXAMPLE, 'origins');
    expect(text).toContain('suspect 198.51.100.23 · curl payments/checkout');
    expect(text).toContain('address 198.51.100.23 after 2 h 41 min E13');
    expect(text).toContain('in use at the same time: 10.244.2.10 · checkout');
  });

  it('show how one identity led to another', () => {
    const text = textIn(EXAMPLE, 'who');
    expect(text).toContain('ci/deployer tools/default minted token minted a token of');
    expect(text).toContain('ServiceAccount, where the trail starts');
    expect(textIn(WIDE, 'who')).toContain('did not act');
    expect(textIn(WIDE, 'who')).toContain('there may be more behind these');
  });

  it('show what to do in the order of the runbook, with what to mind', () => {
    const text = textIn(EXAMPLE, 'todo');
    const order = ['Contain', 'Revoke', 'Remove', 'Rotate', 'Review'];
    const headings = [...section(EXAMPLE, 'todo').matchAll(/<h3>(\w+)<\/h3>/g)].map(([, h]) => h);
    expect(headings).toEqual(order);
    expect(text).toContain('kubectl --namespace=ci delete secret deployer-token Mind whatever');
    expect(text).toContain('About ci:deployer@198.51.100.23');
  });

  it('show what each gap hides', () => {
    expect(textIn(EXAMPLE, 'gaps')).toContain('lists name no objects ×3');
    expect(textIn(EXAMPLE, 'gaps')).toContain('It hides which Secrets and ConfigMaps there were');
  });

  it('end with every event once', () => {
    const events = section(EXAMPLE, 'evidence').match(/<li id="E\d+">/g);
    expect(events).toHaveLength(Object.keys(exampleReport.evidence).length);
    expect(textIn(EXAMPLE, 'evidence')).toContain(
      '2026-11-20 12:44:31.608414Z 200 list secrets system:serviceaccount:payments:checkout from 198.51.100.23 curl/8.14.1 audit id',
    );
  });

  it('leave out dates in the rows of a report about one day only', () => {
    const later: Report['evidence'] = Object.fromEntries(
      Object.entries(exampleReport.evidence).map(([id, event], index) => [
        id,
        index === 0 ? { ...event, time: '2026-11-23T00:00:00.000000Z' } : event,
      ]),
    );
    const week = reportPage({ ...exampleReport, evidence: later });
    expect(textIn(EXAMPLE, 'timeline')).not.toContain('2026-11-20 12:52:00 escalation');
    expect(textIn(week, 'timeline')).toContain('2026-11-20 12:52:00 escalation');
  });
});
