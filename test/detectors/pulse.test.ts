import { describe, expect, it } from 'vitest';
import { Pulse } from '../../src/detectors/pulse.ts';

function beaten(...times: number[]): Pulse {
  const pulse = new Pulse(10);
  for (const time of times) pulse.beat(time);
  return pulse;
}

describe('pulse', () => {
  it('has been steady since the first beat or the last pause that was too long', () => {
    expect(beaten(100, 110, 120).steadyFor).toBe(20);
    expect(beaten(100, 111, 120, 125).steadyFor).toBe(14);
  });

  it('is silent since its last beat, and not before its first', () => {
    expect(new Pulse(10).silence(500)).toBe(0);
    expect(beaten(100, 105).silence(500)).toBe(395);
    expect(beaten(100).silence(90)).toBe(0);
  });

  it('takes no notice of what comes late', () => {
    expect(beaten(100, 105, 90, 108).state).toEqual([100, 108]);
  });

  it('goes on where another one was, and begins anew when told', () => {
    const pulse = new Pulse(10, beaten(100, 105).state);
    pulse.beat(112);
    expect(pulse.steadyFor).toBe(12);
    pulse.reset();
    expect(pulse.silence(500)).toBe(0);
    pulse.beat(500);
    expect(pulse.state).toEqual([500, 500]);
  });
});
