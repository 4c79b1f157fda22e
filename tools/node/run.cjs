'use strict';
// usage: node tools/node/run.cjs COMMAND [ARG...]
// Runs COMMAND with a Node that is new enough first on the PATH. Where this machine's own is, nothing
// is installed; where it is not, one comes from npm, checked against the lockfile beside this file.
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { delimiter, join } = require('node:path');
const { constants } = require('node:os');
const { isNewEnough, WANTED } = require('./new-enough.cjs');

const bin = join(__dirname, 'node_modules', '.bin');

function fail(message) {
  process.stderr.write(`satrap: ${message}\n`);
  process.exit(2);
}

function install() {
  process.stderr.write(
    `satrap needs Node ${WANTED}; this is ${process.version}. Installing one beside it, once.\n`,
  );
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit'], {
    cwd: __dirname,
    stdio: ['ignore', 2, 'inherit'],
  });
  if (npm.status !== 0 || !existsSync(join(bin, 'node'))) {
    fail(`no Node for ${process.platform}-${process.arch} could be installed; install ${WANTED}`);
  }
}

const paths = [join(__dirname, '..', '..', 'node_modules', '.bin'), process.env.PATH];
if (!isNewEnough(process.versions.node)) {
  if (!existsSync(join(bin, 'node'))) install();
  paths.unshift(bin);
}
const [command, ...args] = process.argv.slice(2);
if (command === undefined) fail('usage: node tools/node/run.cjs COMMAND [ARG...]');
const child = spawnSync(command, args, {
  stdio: 'inherit',
  env: { ...process.env, PATH: paths.join(delimiter) },
});
if (child.error) fail(`${command}: ${child.error.message}`);
process.exit(child.signal ? 128 + constants.signals[child.signal] : child.status);
