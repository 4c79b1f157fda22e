import type { TestProject } from 'vitest/node';
import { type Binaries, findBinaries } from './binaries.ts';

declare module 'vitest' {
  interface ProvidedContext {
    binaries: Binaries;
  }
}

/** Finds or builds the binaries before the first test: a build takes longer than any test may. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('binaries', await findBinaries());
}
