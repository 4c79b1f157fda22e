import { type Contender, versionOf } from './contender.ts';
import { installed } from './installed.ts';

/** The name of one account, as somebody would look for it who has nothing else. */
const LITERAL = 'system:serviceaccount:team-7:app-7"';

/** ripgrep, counting the lines with one literal. */
export function ripgrep(): Contender {
  let program = 'rg';
  return {
    id: 'ripgrep',
    name: 'ripgrep, one literal',
    cores: 1,
    async presence() {
      const own = await versionOf(program);
      if ('version' in own) return own;
      try {
        const { rgPath } = await installed<{ rgPath: string }>('@vscode/ripgrep');
        program = rgPath;
        return await versionOf(program);
      } catch {
        return { missing: 'it is not installed, and `npm ci` in bench/ failed' };
      }
    },
    command: (log) => [program, '--no-config', '--count', '--fixed-strings', LITERAL, log],
  };
}
