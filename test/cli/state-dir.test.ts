import { describe, expect, it } from 'vitest';
import { stateFolder } from '../../src/cli/state-dir.ts';

const nobody = { env: {}, uid: 1000, home: '/home/nobody' };

describe('state folder', () => {
  it('is what is configured, then what systemd says, then the usual place', () => {
    const systemd = { ...nobody, env: { STATE_DIRECTORY: '/var/lib/satrap:/var/lib/other' } };
    expect(stateFolder({ stateDir: '/mine' }, systemd)).toBe('/mine');
    expect(stateFolder({}, systemd)).toBe('/var/lib/satrap');
    expect(stateFolder({}, { ...nobody, uid: 0 })).toBe('/var/lib/satrap');
    expect(stateFolder({}, nobody)).toBe('/home/nobody/.local/state/satrap');
    expect(stateFolder({}, { ...nobody, env: { XDG_STATE_HOME: '/x' } })).toBe('/x/satrap');
  });
});
