'use strict';
// Runs one step inside the sandbox. Plain JavaScript of the time of Node 0.10, without dependencies: whatever Node a
// plan asks for runs it.
//
// Standard input: one line of JSON, { command, directory, folder: path to make | null, environment, umask,
// forward: { port, socket } | null }, and after it nothing. It stays open as long as the step may live: its end means that the host's side is gone, and ends the step.
// Standard output and error: the command's own, and both the same pipe.
// Descriptor 3, which the command doesn't get: one line of JSON for each thing the host must know: { "reprove": "started" | "ended" | "failed", … }.

var childProcess = require('child_process');
var fs = require('fs');
var net = require('net');

var channel = 3;
var accounting = 250; // milliseconds between looks at the memory group

function tell(message) {
  var line = JSON.stringify(message) + '\n';
  var bytes = Buffer.from && Buffer.from !== Uint8Array.from ? Buffer.from(line) : new Buffer(line);
  try {
    fs.writeSync(channel, bytes, 0, bytes.length, null);
  } catch (_) {
    // Nobody listens any more; the end of standard input follows.
  }
}

function read(path) {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch (_) {
    return '';
  }
}

/** What the memory group says, where the engine shows one: containers do. */
function memory() {
  var second = read('/sys/fs/cgroup/memory.events');
  var kills = /^oom_kill (\d+)/m.exec(second || read('/sys/fs/cgroup/memory/memory.oom_control'));
  var peak = read(second ? '/sys/fs/cgroup/memory.peak' : '/sys/fs/cgroup/memory/memory.max_usage_in_bytes');
  return { kills: kills ? Number(kills[1]) : 0, peak: peak ? Number(peak) : null };
}

function end(message, code) {
  var used = memory();
  message.peak = used.peak;
  message.outOfMemory = used.kills > 0;
  tell(message);
  process.exit(code);
}

/** Node of old makes one folder at a time. */
function make(folder) {
  folder.split('/').forEach(function (_, at, names) {
    var path = names.slice(0, at + 1).join('/') || '/';
    if (!fs.existsSync(path)) fs.mkdirSync(path);
  });
}

function start(step) {
  var child;
  process.umask(step.umask);
  try {
    if (step.folder) make(step.folder);
    child = childProcess.spawn(step.command[0], step.command.slice(1), {
      cwd: step.directory,
      env: step.environment,
      stdio: ['ignore', 1, 2]
    });
  } catch (error) {
    return end({ reprove: 'failed', message: String(error.message) }, 127);
  }
  tell({ reprove: 'started' });
  child.on('error', function (error) {
    end({ reprove: 'failed', message: String(error.message) }, 127);
  });
  child.on('exit', function (code, signal) {
    end({ reprove: 'ended', code: code, signal: signal }, typeof code === 'number' && code >= 0 ? code : 128);
  });
  setInterval(function () {
    if (memory().kills > 0) end({ reprove: 'ended', code: null, signal: 'SIGKILL' }, 137);
  }, accounting);
}

function forward(connection, socket) {
  var upstream = net.connect({ path: socket, allowHalfOpen: true });
  function drop() {
    connection.destroy();
    upstream.destroy();
  }
  connection.on('error', drop);
  upstream.on('error', drop);
  connection.pipe(upstream);
  upstream.pipe(connection);
}

function begin(step) {
  if (!step.forward) return start(step);
  var server = net.createServer({ allowHalfOpen: true }, function (connection) {
    forward(connection, step.forward.socket);
  });
  server.on('error', function (error) {
    end({ reprove: 'failed', message: String(error.message) }, 127);
  });
  server.listen(step.forward.port, '127.0.0.1', function () {
    start(step);
  });
}

// The command may signal us; SIGUSR1 would even open a debugger. What can't be caught ends the step.
['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2', 'SIGPIPE', 'SIGALRM'].forEach(
  function (name) {
    try {
      process.on(name, function () {});
    } catch (_) {
      // Reserved in some version.
    }
  }
);

var received = '';
var begun = false;
process.stdin.setEncoding('utf8');
process.stdin.on('data', function (text) {
  if (begun) return;
  received += text;
  var line = received.indexOf('\n');
  if (line === -1) return;
  begun = true;
  begin(JSON.parse(received.slice(0, line)));
});
process.stdin.on('end', function () {
  process.exit(143);
});
process.stdin.resume();
