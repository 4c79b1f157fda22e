import { describe, expect, it } from 'vitest';
import { Refs } from '../../../src/investigate/page/refs.ts';
import { exampleReport } from '../example-report.ts';
import { textOf } from './skeleton.ts';

const refs = new Refs(exampleReport);
const [first, second, third, , fifth] = refs.events as [string, string, string, string, string];

describe('refs', () => {
  it('numbers events in the order of time', () => {
    const times = refs.events.map((id) => exampleReport.evidence[id]?.time ?? '');
    expect(times).toEqual([...times].sort());
  });

  it('leads to as few events as say it, and tells how many there are', () => {
    const proof = refs.proof({ events: [fifth, third, first, second], count: 90 });
    expect(textOf(proof?.markup ?? '')).toBe('E1–3 E5 of 90');
  });

  it('has links to all of many, of which a script shows the first and the last', () => {
    const [a, , b, , c, , d] = refs.events as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const proof = refs.proof({ events: [a, b, c, d], count: 4 });
    expect(proof?.markup).toBe(
      '<span class="proof"><a href="#E1">E1</a><span class="between"> <a href="#E3">E3</a> <a href="#E5">E5</a></span> <a href="#E7">E7</a></span>',
    );
  });

  it('shows no proof where the events are not in the report', () => {
    expect(refs.proof({ events: ['nowhere'], count: 1 })).toBeNull();
    expect(refs.proof(null)).toBeNull();
  });

  it('links only to what there is', () => {
    expect(refs.identity('nobody').markup).toBe('nobody');
    expect(refs.identity('system:serviceaccount:ci:deployer').markup).toBe(
      '<a href="#i2">ci/deployer</a>',
    );
  });
});
