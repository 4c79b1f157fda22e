#!/usr/bin/env node
'use strict';
// Starts satrap, or says in one line why it can't: npm only warns when Node is too old.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { isNewEnough, WANTED } = require('../tools/node/new-enough.cjs');

const root = join(__dirname, '..');
const local = join(root, 'tools', 'node', 'node_modules', '.bin', 'node');

if (!isNewEnough(process.versions.node)) {
  withAnotherNode();
} else if (process.argv.length === 3 && process.argv[2] === '--version') {
  // Loading the sources takes longer than starting Node; this needs none of them.
  process.stdout.write(`${require('../package.json').version}\n`);
} else {
  // A checkout runs its sources; the published package has only what `npm run build` made of them.
  const source = join(root, 'src', 'cli.ts');
  void import(pathToFileURL(existsSync(source) ? source : join(root, 'dist', 'cli.js')).href);
}

function withAnotherNode() {
  if (!existsSync(local)) {
    process.stderr.write(
      `satrap: needs Node ${WANTED}; this is ${process.version}. In a checkout, 'npm run demo' installs one.\n`,
    );
    process.exitCode = 2;
    return;
  }
  const { spawn } = require('node:child_process');
  const child = spawn(local, [__filename, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 128 + require('node:os').constants.signals[signal] : code;
  });
}
