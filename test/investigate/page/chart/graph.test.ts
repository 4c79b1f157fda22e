import { describe, expect, it } from 'vitest';
import { identityGraph } from '../../../../src/investigate/page/chart/graph.ts';
import { drawingOf } from '../../../../src/investigate/page/chart/graph-parts.ts';
import { Refs } from '../../../../src/investigate/page/refs.ts';
import type { Report } from '../../../../src/investigate/report/index.ts';
import { exampleReport } from '../../example-report.ts';
import { largeReport } from '../large-report.ts';

const draw = (report: Report) => identityGraph(report, new Refs(report)).markup;

describe('identityGraph', () => {
  it('leads from an identity over a credential to the next one', () => {
    const { nodes, edges } = drawingOf(exampleReport, 40);
    const label = (key: string) => nodes.find((node) => node.key === key)?.label;
    expect(edges.map(({ from, to, label: link }) => [label(from), link, label(to)])).toEqual([
      ['legacy ci:deployer@198.51.100.23', undefined, 'ci/deployer'],
      ['payments/checkout', 'read token Secret', 'legacy ci:deployer@198.51.100.23'],
      ['unbound JTI=afaedbe4…a1ec', undefined, 'tools/default'],
      ['ci/deployer', 'minted token', 'unbound JTI=afaedbe4…a1ec'],
      ['ci/deployer', 'impersonated', 'flux-system/kustomize-controller'],
      ['bound JTI=0560605d…9e7d', undefined, 'payments/checkout'],
    ]);
  });

  it('says of each link how sure it is', () => {
    const markup = draw(exampleReport);
    expect(markup).toContain('<g class="edge likely">');
    expect(markup).toContain('>likely · 12:44</tspan>');
    expect(markup).toContain('<a href="#k1"><title>Secret ci/deployer-token was among all');
  });

  it('places no two boxes on one another', () => {
    const boxes = [
      ...draw(exampleReport).matchAll(
        /<rect x="([\d.]+)" y="([\d.]+)" width="(\d+)" height="(\d+)" rx/g,
      ),
    ].map(([, ...sides]) => sides.map(Number) as [number, number, number, number]);
    expect(boxes).toHaveLength(7);
    const overlaps = boxes.flatMap(([x, y, width, height], index) =>
      boxes
        .slice(index + 1)
        .filter(([a, b, w, h]) => x < a + w && a < x + width && y < b + h && b < y + height),
    );
    expect(overlaps).toEqual([]);
  });

  it('draws the nearest identities of many, and says how many stand in the table only', () => {
    const markup = draw(largeReport);
    expect(markup.match(/class="node identity/g)).toHaveLength(40);
    expect(markup).toContain('260 further identities');
  });

  it('copes with links that lead nowhere, and back', () => {
    const [edge] = exampleReport.identities.edges as [Report['identities']['edges'][number]];
    const edges = [
      { ...edge, to: 'nobody' },
      { ...edge, from: edge.to, to: edge.from, credential: null },
      { ...edge, from: edge.to, to: edge.to, credential: null },
      edge,
    ];
    const identities = { ...exampleReport.identities, edges };
    expect(draw({ ...exampleReport, identities })).toContain('<g class="edge likely">');
  });
});
