import { stripVTControlCharacters } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/investigate/report/index.ts';
import { type ReportTextOptions, reportText } from '../../../src/investigate/text/index.ts';
import { anyText, HIDDEN } from '../../text/fixtures.ts';
import { exampleReport } from '../example-report.ts';
import { hostileReport, wideReport, withTexts } from '../hostile-report.ts';

const tell = (report: Report, options: Partial<ReportTextOptions> = {}) =>
  reportText(report, { color: false, ...options });

/** The lines below a heading, without the blank one after them. */
function section(text: string, heading: string): string {
  return text.split('\n\n').find((part) => part.startsWith(`${heading}\n`)) ?? '';
}

const EXAMPLE = tell(exampleReport);

const alertNamed = (rule: string) =>
  exampleReport.timeline.alerts.find((alert) => alert.rule === rule)?.id ?? '';

describe('reportText', () => {
  it('begins with the verdict, how sure it is and what it rests on', () => {
    expect(EXAMPLE.split('\n').slice(0, 11).join('\n')).toBe(
      `COMPROMISED (certain)
  The token of pod payments/checkout-6c5d8f7b9c-hv9td was used from
  198.51.100.23 since 2026-11-20 12:41:10 to list all Secrets of the cluster, to
  reach 3 other ServiceAccounts and to give cluster-admin away.
  + one token was used from 10.244.2.10, the address of its pod, and from
    198.51.100.23 at the same time
  + a critical alert: Stolen ServiceAccount Token Explores and Takes Secrets
  + it bound cluster-admin to ServiceAccount tools/default, whose token it had
    minted
  - nothing was allowed to it after 2026-11-20 14:36:10, when the pod was
    deleted (likely)`,
    );
  });

  it('gives the weightiest reasons for it, and all against', () => {
    const { reasons } = exampleReport.verdict;
    const [first] = reasons.filter(({ weighs }) => weighs === 'for');
    const many = Array.from({ length: 20 }, (_, at) => ({
      ...(first as NonNullable<typeof first>),
      id: `reason-${at}`,
    }));
    const report = {
      ...exampleReport,
      verdict: { ...exampleReport.verdict, reasons: [...many, ...reasons] },
    };
    const lines = tell(report).split('\n');
    expect(lines.filter((line) => line.startsWith('  + '))).toHaveLength(6);
    expect(lines.filter((line) => line.startsWith('  - '))).toHaveLength(1);
    expect(lines).toContain('  and 17 more that speak for it: --all');
  });

  it('answers in the order in which one asks at night', () => {
    const headings = EXAMPLE.split('\n').filter((line) => /^[A-Z][A-Z' ]+$/.test(line));
    expect(headings).toEqual([
      'CREDENTIALS',
      'FROM WHERE',
      'WHAT IT DID',
      'WHAT IT MAY HAVE TAKEN',
      'WHAT IT LEFT BEHIND',
      'WHO ELSE',
      'WHAT TO DO',
      "WHAT THE LOG CAN'T SAY",
    ]);
  });

  it('fits 80 columns unless told otherwise', () => {
    for (const text of [EXAMPLE, tell(exampleReport, { all: true })]) {
      expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
    const narrow = tell(exampleReport, { columns: 60 }).split('\n');
    const long = narrow.filter((line) => line.length > 60 && !line.includes('kubectl'));
    expect(long).toEqual([]);
  });

  it('is the same with colour as without', () => {
    const colored = tell(wideReport, { color: true });
    expect(colored).toContain('\u001b[');
    expect(stripVTControlCharacters(colored)).toBe(tell(wideReport));
  });

  it('says only what was read where nothing fits', () => {
    const text = tell({
      ...exampleReport,
      subject: { ...exampleReport.subject, found: false },
      verdict: { ...exampleReport.verdict, verdict: 'nothing found', reasons: [] },
    });
    expect(text).toMatch(/^NOTHING FOUND/);
    expect(text).toContain('asked: --service-account payments:checkout');
    expect(text).toContain("WHAT THE LOG CAN'T SAY");
    expect(text).not.toContain('CREDENTIALS');
  });

  it('says so where there is nothing suspect in a part', () => {
    const text = tell({ ...exampleReport, taken: [], leftBehind: [] });
    expect(section(text, 'WHAT IT MAY HAVE TAKEN')).toContain('nothing, as far as the log tells');
    expect(section(text, 'WHAT IT LEFT BEHIND')).toContain('nothing, as far as the log tells');
  });

  it('names dates where the trail is of more than one day', () => {
    const [step, ...steps] = exampleReport.timeline.steps;
    const yesterday = {
      ...(step as NonNullable<typeof step>),
      first: '2026-11-19T23:59:59.000000Z',
    };
    const text = tell({
      ...exampleReport,
      timeline: { ...exampleReport.timeline, steps: [yesterday, ...steps] },
    });
    expect(text).toContain('2026-11-20 12:42:02 asked for all it may do');
    expect(EXAMPLE).toContain('      12:42:02 asked for all it may do');
  });

  it('lets no control character of a client reach the terminal', () => {
    for (const all of [false, true]) {
      for (const line of tell(hostileReport, { all }).split('\n')) expect(line).not.toMatch(HIDDEN);
    }
  });

  it('shows any text in any field as visible lines, and never throws', () => {
    fc.assert(
      fc.property(anyText(), fc.boolean(), (prefix, all) => {
        const report = withTexts(wideReport, (text) => prefix + text);
        const lines = tell(report, { all, columns: 80 }).split('\n');
        expect(lines.filter((line) => HIDDEN.test(line))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('lets no client begin a line', () => {
    for (const end of ['\n', '\r\n', '\u2028', '\u0085', '\u000b']) {
      const report = withTexts(wideReport, (text) => `a${end}INJECTED ${text}`);
      expect(tell(report, { all: true })).not.toMatch(/^\s*INJECTED/m);
    }
  });

  it('stays short whatever a client does, unless all is asked for', () => {
    const [step] = exampleReport.timeline.steps.filter(({ whose }) => whose === 'suspect');
    const steps = Array.from({ length: 5000 }, (_, at) => ({
      ...(step as NonNullable<typeof step>),
      id: `step-${at}`,
      alerts: [],
    }));
    const busy = { ...exampleReport, timeline: { ...exampleReport.timeline, steps } };
    expect(tell(busy).split('\n').length).toBeLessThan(EXAMPLE.split('\n').length);
    expect(tell(busy)).toContain('and 4,992 more: --all');
    expect(tell(busy, { all: true }).split('\n').length).toBeGreaterThan(5000);
  });
});

describe('what it did', () => {
  const done = section(EXAMPLE, 'WHAT IT DID');

  it('is told by phase, what was denied apart, under who did it from where', () => {
    expect(done).toContain(`  access (4 requests)
    payments/checkout from 198.51.100.23 with curl
      12:44:05 listed secrets in namespace payments [1 further alert]
        ! critical: Stolen ServiceAccount Token Explores and Takes Secrets
      12:44:31 listed secrets in all namespaces
        ! high: ServiceAccount Listed or Watched the Secrets of All Namespaces
        ! high: Secrets Read With a Script or an Attack Tool
    ci/deployer from 198.51.100.23 with kubectl`);
    expect(done).toContain(`  escalation, denied (2 requests)
    payments/checkout from 198.51.100.23 with curl
      12:52:00 tried to create a clusterrolebinding [1 alert]`);
  });

  it('names whom it impersonated', () => {
    expect(done).toContain(
      '    ci/deployer as flux-system/kustomize-controller from 198.51.100.23',
    );
  });

  it('has of folded requests how many, and the last', () => {
    expect(done).toContain('14:30:00 asked what it may do, 30,888 times until 14:34:37');
  });

  it('leaves the workload itself out, and says so', () => {
    expect(done).not.toContain('checkout-settings');
    expect(done).toContain('Its own workload made 414 requests: --all');
    expect(tell(exampleReport, { all: true })).toContain('checkout-settings');
  });

  it('tells of each alert once', () => {
    const all = tell(exampleReport, { all: true });
    expect(all.split('Default ServiceAccount Called the Kubernetes API')).toHaveLength(2);
  });

  it('tells of an alert of several phases where its story is complete', () => {
    const [recon, access] = ['rules', 'secrets-here'].map((id) => `step-${id}`);
    const id = alertNamed('chain_01_stolen_token');
    const steps = exampleReport.timeline.steps.map((step) => ({
      ...step,
      alerts: step.id === recon || step.id === access ? [id] : [],
    }));
    const text = tell({ ...exampleReport, timeline: { ...exampleReport.timeline, steps } });
    expect(text).toMatch(/12:44:05 listed secrets in namespace payments\n {8}! critical: Stolen/);
    expect(text.split('! critical')).toHaveLength(2);
  });

  it('leaves out the mildest steps of a phase first', () => {
    expect(done).toContain('! high: ServiceAccount Asked Thirty Times What It May Do');
    expect(done).toContain('      and 4 more: --all');
  });

  it('tells failures and lost results from denials', () => {
    expect(tell(wideReport)).toMatch(/impact, failed or not known \(552 requests\)[^]*\[failed\]/);
    expect(tell(wideReport)).toMatch(/\[result not\s+logged\]\s+\[dry\s+run\]/);
  });
});

describe('who else', () => {
  it('is a tree in which each identity stands once', () => {
    expect(section(EXAMPLE, 'WHO ELSE')).toBe(`WHO ELSE
  payments/checkout, 30,904 requests, 12:41:10 to 14:34:37
  └─ read token Secret, 12:44:31 (likely): ci/deployer, 4 requests, 13:05:03 to
     13:46:30
     ├─ minted token, 13:07:40: tools/default, 3 requests, 13:08:02 to 13:08:06
     └─ impersonated, 13:46:30: flux-system/kustomize-controller, 1 request,
        13:46:30`);
  });

  it('ends where identities lead to each other in a circle', () => {
    const { nodes, edges } = exampleReport.identities;
    const back = edges.map((edge) => ({
      ...edge,
      id: `${edge.id}-b`,
      from: edge.to,
      to: edge.from,
    }));
    const text = tell({
      ...exampleReport,
      identities: { nodes, edges: [...back, ...edges], limited: false },
    });
    expect(section(text, 'WHO ELSE')).toBe(section(EXAMPLE, 'WHO ELSE'));
  });

  it('stays on the screen however long a chain is, and says where it was cut', () => {
    const [node] = exampleReport.identities.nodes;
    const [edge] = exampleReport.identities.edges;
    const nodes = Array.from({ length: 60 }, (_, at) => ({
      ...(node as NonNullable<typeof node>),
      id: `u${at}`,
      label: `u${at}`,
      subject: at === 0,
    }));
    const edges = nodes.slice(1).map(({ id }, at) => ({
      ...(edge as NonNullable<typeof edge>),
      id: `e${at}`,
      from: `u${at}`,
      to: id,
    }));
    const text = tell(
      { ...exampleReport, identities: { nodes, edges, limited: true } },
      { all: true },
    );
    const lines = section(text, 'WHO ELSE').split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.join('\n')).toContain('u59');
    expect(lines.join('\n')).toContain('not followed further');
  });
});

describe('what to do', () => {
  const command = (text: string): Report => {
    const [action] = exampleReport.actions;
    return {
      ...exampleReport,
      actions: [{ ...(action as NonNullable<typeof action>), commands: [text] }],
    };
  };

  it('gives commands on lines of their own, never wrapped', () => {
    const long = `kubectl delete clusterrolebinding ${'a-name '.repeat(30)}`.trim();
    expect(tell(command(long)).split('\n')).toContain(`     ${long}`);
  });

  it('gives no command that a terminal would show as another', () => {
    for (const text of [
      "kubectl delete x 'a\u001b[2Kb'",
      `kubectl delete x '${'a'.repeat(3000)}'`,
    ]) {
      expect(tell(command(text))).not.toContain('kubectl delete x');
      expect(tell(command(text))).toContain('is shown by -o json only');
    }
  });

  it('says what to mind once', () => {
    const [, action] = exampleReport.actions;
    const twice = [1, 2].map((id) => ({
      ...(action as NonNullable<typeof action>),
      id: `action-${id}`,
    }));
    const text = tell({ ...exampleReport, actions: twice });
    expect(text.split('Mind: its controller makes another pod')).toHaveLength(2);
  });

  it('names the runbook step of each, and what to mind', () => {
    expect(section(EXAMPLE, 'WHAT TO DO')).toContain(`  3. revoke: Delete Secret ci/deployer-token
     the token in it never ends; alice@example.com did so on 2026-11-20
     14:37:05, make sure that it is gone
     kubectl --namespace=ci delete secret deployer-token
     Mind: whatever deploys with it stops: give it a token of the TokenRequest
           API`);
  });
});

describe('what is left, what was taken', () => {
  it('puts what is still there first', () => {
    const states = section(tell(wideReport, { all: true }), 'WHAT IT LEFT BEHIND')
      .split('\n')
      .flatMap((line) => /^ {2}(STILL|CHANGED|PERHAPS|deleted)/.exec(line)?.[1] ?? []);
    expect([...new Set(states)]).toEqual(['STILL', 'CHANGED', 'PERHAPS', 'deleted']);
  });

  it('says what was done since, and by whom', () => {
    expect(section(EXAMPLE, 'WHAT IT LEFT BEHIND')).toContain(
      'created 13:46:30 by ci/deployer; deleted 14:38:02 by alice@example.com',
    );
  });

  it('puts the widest scope first', () => {
    expect(section(EXAMPLE, 'WHAT IT MAY HAVE TAKEN').split('\n')[1]).toBe(
      '  * Secrets in all namespaces were read (list): each of them must be taken as',
    );
  });
});

describe('credentials and places', () => {
  it('says of what kind a credential is, whose, since when and whether it was refused', () => {
    expect(section(EXAMPLE, 'CREDENTIALS')).toContain(`  JTI=0560605d-f9ab-485b-ad4b-e7883cf09e7d
    ServiceAccount payments/checkout: token bound to pod
    payments/checkout-6c5d8f7b9c-hv9td on node worker-2
    used 30,976 times, 12:20:00 to 14:34:37, from 3 places
    issued 12:19:26, asked for by node worker-2
    its pod was deleted 14:36:10 by alice@example.com
    refused 3 times (401), 14:36:30 to 14:36:32 (likely)
    one of 6 by rotation, which are one actor's`);
  });

  it('says that it was accepted after its end', () => {
    expect(tell(wideReport)).toContain('still accepted 13:40:12, after it expired 13:19:26');
  });

  it('says what departs from the history, and what was used at the same time', () => {
    expect(section(EXAMPLE, 'FROM WHERE')).toContain(
      'at the same time as 10.244.2.10 with checkout: 12:41:00 to 13:07:00',
    );
    expect(tell(exampleReport, { all: true })).toContain('never before in 2h 41m: address');
  });

  it('has the audit ids of what proves a claim where all is asked for', () => {
    expect(EXAMPLE).not.toContain('audit id');
    expect(tell(exampleReport, { all: true })).toContain(
      'audit id ae3424df-9ca3-4f7e-97a2-d6a292987fe4',
    );
  });

  it('shows what tells places apart that look the same', () => {
    const [first] = exampleReport.origins;
    if (first === undefined) throw new Error('the example has an origin');
    const other = { ...first, id: 'other', credentials: ['JTI=other'] };
    const text = tell({ ...exampleReport, origins: [...exampleReport.origins, other] });
    expect(section(text, 'FROM WHERE')).toContain('\n    credential JTI=other\n');
    expect(section(EXAMPLE, 'FROM WHERE')).not.toContain('credential JTI=');
  });
});
