#!/usr/bin/env node
// Written in the syntax of 2015: a Node too old for routa must still be able to read this file,
// so that it says one sentence instead of printing a stack trace.
'use strict';

var floor = require('../package.json').engines.node.match(/\d+/g).map(Number);
var present = process.versions.node.split('.').map(Number);

if (present[0] > floor[0] || (present[0] === floor[0] && present[1] >= floor[1])) {
  require('./start.cjs');
} else {
  process.stderr.write(
    [
      'routa needs Node',
      floor[0] + '.' + floor[1],
      'or newer, as its database and terminal libraries do, and this is Node',
      process.versions.node + ':',
      'install Node 24 from https://nodejs.org or, in a checkout,',
      'run "npm ci" and then "npx routa".\n'
    ].join(' ')
  );
  process.exitCode = 1;
}
