#!/usr/bin/env node
'use strict';
// Starts satrap, or says in one line why it can't: npm only warns when Node is too old.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const v8 = require('node:v8');
const { isNewEnough, WANTED } = require('../tools/node/new-enough.cjs');

const root = join(__dirname, '..');
const local = join(root, 'tools', 'node', 'node_modules', '.bin', 'node');

if (isNewEnough(process.versions.node)) {
  // V8 would let garbage grow with the machine's memory; on a control-plane node that is others' memory.
  // On a 229 MB log: peak 366 MB without the first two, 249 MB with them, for a quarter more CPU time.
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  v8.setFlagsFromString('--heap-growing-percent=40');
  // A checkout runs its sources; the published package has only what tsc made of them.
  const source = join(root, 'src', 'cli.ts');
  void import(pathToFileURL(existsSync(source) ? source : join(root, 'dist', 'cli.js')).href);
} else if (existsSync(local)) {
  const { spawn } = require('node:child_process');
  const child = spawn(local, [__filename, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 128 + require('node:os').constants.signals[signal] : code;
  });
} else {
  process.stderr.write(
    `satrap: needs Node ${WANTED}; this is ${process.version}. In a checkout, 'npm run demo' installs one.\n`,
  );
  process.exitCode = 2;
}
