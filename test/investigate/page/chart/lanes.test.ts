import { describe, expect, it } from 'vitest';
import { lanesChart } from '../../../../src/investigate/page/chart/lanes.ts';
import { Refs } from '../../../../src/investigate/page/refs.ts';
import type { Report } from '../../../../src/investigate/report/index.ts';
import { exampleReport } from '../../example-report.ts';
import { largeReport } from '../large-report.ts';

const draw = (report: Report) => lanesChart(report, new Refs(report))?.markup ?? '';
const marks = (markup: string) => markup.match(/<a class="[^"]*" href="#s\d+"/g) ?? [];

describe('lanesChart', () => {
  it('has a mark for each step, leading to its row', () => {
    expect(marks(draw(exampleReport))).toHaveLength(exampleReport.timeline.steps.length);
    expect(draw(exampleReport)).toContain('<a class="escalation denied" href="#s9"');
  });

  it('has a lane for each identity and place, those of the suspect first', () => {
    const lanes = draw(exampleReport).match(/<div class="lane (?:own|suspect)">/g);
    expect(lanes).toEqual([
      ...Array.from({ length: 4 }, () => '<div class="lane suspect">'),
      '<div class="lane own">',
    ]);
  });

  it('puts lanes that nobody could read into one, and loses no step', () => {
    const markup = draw(largeReport);
    expect(markup.match(/<div class="lane suspect">/g)?.length).toBe(23);
    expect(markup).toContain('277 further places');
    expect(marks(markup)).toHaveLength(largeReport.timeline.steps.length);
  });

  it('first shows where the suspect acted, where that is a small part of the log', () => {
    const steps = exampleReport.timeline.steps.map((step) =>
      step.whose === 'own' ? { ...step, first: '2026-11-01T00:00:00.000000Z' } : step,
    );
    const markup = draw({ ...exampleReport, timeline: { steps, omitted: 0, alerts: [] } });
    const [from = 0, allFrom = 0] = ['from', 'all-from'].map((name) =>
      Number(new RegExp(`data-${name}="(\\d+)"`).exec(markup)?.[1]),
    );
    expect(new Date(from).toISOString()).toContain('2026-11-20T12:');
    expect(new Date(allFrom).toISOString()).toContain('2026-10-31');
  });

  it('draws nothing of nothing', () => {
    expect(draw({ ...exampleReport, timeline: { steps: [], omitted: 0, alerts: [] } })).toBe('');
  });
});
