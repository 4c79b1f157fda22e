import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { processors } from '../measure/processors.ts';
import type { Ran } from './results.ts';

/** Now, here. */
export function ranHere(root: string, scale: number): Ran {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commitOf(root),
    node: process.version,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: processors().length,
    memory: totalmem(),
    scale,
  };
}

/** The commit that is checked out, and whether something differs from it. */
function commitOf(root: string): string {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  try {
    // The figures and the page that shows them change with every run.
    const changes = git('status', '--porcelain', '--', 'src', 'bin', 'rules', 'bench/*.ts');
    return git('rev-parse', '--short', 'HEAD') + (changes === '' ? '' : ' with changes');
  } catch {
    return 'unknown';
  }
}

/** One line about when and where a part was measured. */
export function ranText({ date, commit, node, cpu, cores, memory }: Ran): string {
  return `${date}, commit ${commit}, Node ${node}, ${cpu}, ${cores} cores, ${Math.round(memory / 1e9)} GB of memory`;
}
