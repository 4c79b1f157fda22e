import { hash } from 'node:crypto';
import type { Config } from '../config/index.ts';
import type { Live } from '../pipeline/live.ts';
import { readRuleFiles } from '../sigma/index.ts';
import { printable } from '../text/escape.ts';
import { printProblems, say, UsageError } from './exit.ts';
import {
  BUNDLED_RULES,
  createDetectors,
  type EngineUse,
  ruleInfos,
  type SiteRules,
  setUpEngine,
  setUpLearned,
  setUpRules,
} from './setup.ts';

/** Rules that are read anew while a live run goes on. */
export interface Reloads {
  /** Reads the rules now; the old ones stay where the new ones have errors, and it is said why. */
  now(): Promise<void>;
  readonly done: number;
  readonly failed: number;
  /** How many rules may raise alerts. */
  readonly rules: number;
  stop(): void;
}

/** Milliseconds between two looks at the rule files: a mounted ConfigMap tells of no change. */
const LOOK_MS = 5000;

/** Rules that were read, and what their files were then. */
export interface ReadRules {
  readonly site: SiteRules;
  readonly fingerprint: string;
}

/** Watches the rules that a configuration names; `first` are those that the run began with. */
export function watchRules(config: Config, first: ReadRules, live: Live, use: EngineUse): Reloads {
  let rules = countRules(config, first.site);
  let known = first.fingerprint;
  let busy = Promise.resolve();
  const counts = { done: 0, failed: 0 };

  const reload = async () => {
    const fingerprint = await fingerprintOf(config);
    const reason = await tryReload(fingerprint);
    if (reason === undefined) {
      counts.done++;
      say('satrap: the rules were read anew');
    } else {
      counts.failed++;
      say(`satrap: the rules stay as they were: ${printable(reason)}`);
    }
  };
  const tryReload = async (fingerprint: string): Promise<string | undefined> => {
    try {
      const next = await setUpRules(config);
      const learned = await setUpLearned(config, next);
      const reason = live.replace(setUpEngine(config, next, { ...use, learned }));
      // What is in the way now may not be in a while: the next look tries again.
      if (reason !== undefined) return reason;
      rules = countRules(config, next);
      known = fingerprint;
      return undefined;
    } catch (error) {
      known = fingerprint;
      if (error instanceof UsageError) printProblems(error.problems);
      return (error as Error).message;
    }
  };
  const look = async () => {
    if ((await fingerprintOf(config)) !== known) await reload();
  };
  const inTurn = (job: () => Promise<void>): Promise<void> => {
    busy = busy.then(job).catch(() => {});
    return busy;
  };
  const timer = setInterval(() => void inTurn(look), LOOK_MS);
  timer.unref();
  return {
    now: () => inTurn(reload),
    get done() {
      return counts.done;
    },
    get failed() {
      return counts.failed;
    },
    get rules() {
      return rules;
    },
    stop: () => clearInterval(timer),
  };
}

function countRules(config: Config, site: SiteRules): number {
  return ruleInfos(site, createDetectors(config, site)).length;
}

/** Equal as long as no rule file changes, comes or goes. */
export async function fingerprintOf({ rules: { paths, add, filters } }: Config): Promise<string> {
  const named = [...(paths.length === 0 ? [BUNDLED_RULES] : paths), ...add, ...filters];
  const { files, problems } = await readRuleFiles(named);
  return hash('sha256', JSON.stringify([files, problems]), 'hex');
}
