'use strict';
// Runs on any Node: the launcher and the npm scripts ask it before anything newer is loaded.

/** Whether a version (`24.16.0`) satisfies package.json's engines: >=24.16.0 <25 || >=26.1.0. */
exports.isNewEnough = function isNewEnough(version) {
  const parts = version.split('.').map(Number);
  const major = parts[0];
  const minor = parts[1];
  if (major === 24) return minor >= 16;
  return major > 26 || (major === 26 && minor >= 1);
};

exports.WANTED = '24.16 or newer (24 LTS), or 26.1 or newer';
