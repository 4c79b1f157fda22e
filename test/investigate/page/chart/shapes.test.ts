import { describe, expect, it } from 'vitest';
import { shapes } from '../../../../src/investigate/page/chart/shapes.ts';
import { phase } from '../../../../src/investigate/report/timeline.ts';
import { VERDICTS } from '../../../../src/investigate/report/verdict.ts';

describe('the shapes of a page', () => {
  it('are there for each phase and verdict, each another', () => {
    const text = shapes().markup;
    const drawn = [
      ...phase.options.map((one) => `m-${one}`),
      ...VERDICTS.map((one) => `v-${one.replaceAll(' ', '-')}`),
    ].map((id) => new RegExp(`<g id="${id}">(.*?)</g>`).exec(text)?.[1]);
    expect(drawn).not.toContain(undefined);
    expect(new Set(drawn).size).toBe(drawn.length);
  });
});
