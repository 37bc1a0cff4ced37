// Starts sleeping processes until it may not, and prints how many it got.
var spawn = require('child_process').spawn;
var wanted = Number(process.argv[2]);
var got = 0;
function one(left) {
  if (left === 0) return done();
  var child;
  try {
    child = spawn('/bin/sleep', [process.argv[3]], { stdio: 'ignore', detached: true });
  } catch (_) {
    return done();
  }
  child.on('error', done);
  if (child.pid) got++;
  setImmediate(one, left - 1);
}
function done() {
  console.log('processes ' + got);
  process.exit(0);
}
one(wanted);
