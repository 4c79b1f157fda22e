import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../src/config/settings.ts';

describe('SETTINGS', () => {
  it.each(SETTINGS)('names flag and variable of $flag alike', ({ flag, option, variable }) => {
    const words = flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    expect(option).toBe(`--${words}`);
    expect(variable).toBe(`SATRAP_${words.replaceAll('-', '_').toUpperCase()}`);
  });
});
