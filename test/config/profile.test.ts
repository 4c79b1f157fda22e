import { describe, expect, it } from 'vitest';
import { PROFILES, wants } from '../../src/config/profile.ts';
import { LEVELS } from '../../src/types.ts';

const wanted = (profile: (typeof PROFILES)[number], tags: string[]) =>
  LEVELS.filter((level) => wants(profile, { level, tags: ['attack.discovery', ...tags] }));

describe('profile', () => {
  it('everything wants every alert', () => {
    expect(wanted('everything', ['noise.routine'])).toEqual([...LEVELS]);
  });

  it('default leaves out what happens every day and what is only for information', () => {
    expect(wanted('default', ['noise.routine'])).toEqual([]);
    expect(wanted('default', ['noise.occasional'])).toEqual(['low', 'medium', 'high', 'critical']);
    expect(wanted('default', ['noise.rare'])).toEqual(['low', 'medium', 'high', 'critical']);
  });

  it('quiet keeps what is grave, and what is seldom harmless', () => {
    expect(wanted('quiet', ['noise.routine'])).toEqual([]);
    expect(wanted('quiet', ['noise.occasional'])).toEqual(['high', 'critical']);
    expect(wanted('quiet', ['noise.rare'])).toEqual(['medium', 'high', 'critical']);
  });

  it("takes a site's own rules by their level alone", () => {
    expect(wanted('default', [])).toEqual([...LEVELS]);
    expect(wanted('quiet', [])).toEqual(['high', 'critical']);
  });
});
