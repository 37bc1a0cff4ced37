// Tries to reach each target given as JSON, and prints one line of JSON for each: what it got.
var net = require('net');
var targets = JSON.parse(process.argv[2]);
function next() {
  var target = targets.shift();
  if (!target) return;
  var said = false;
  function say(result) {
    if (said) return;
    said = true;
    console.log(JSON.stringify({ name: target.name, result: result }));
    socket.destroy();
    next();
  }
  var socket = net.connect(target.path ? { path: target.path } : { port: target.port, host: target.host });
  socket.setTimeout(3000, () => {
    say('timeout');
  });
  socket.on('error', (error) => {
    say(error.code);
  });
  socket.on('data', (data) => {
    say('reached ' + data);
  });
  // Nothing sends on its own accord everywhere: a connection is a success already.
  socket.on('connect', () => {
    setTimeout(() => {
      say('reached');
    }, 500);
  });
}
next();
