'use strict';
// Loaded into every node inside the sandbox when `reprove why` builds something (NODE_OPTIONS). Plain JavaScript of the time of Node 8.
//
// settings.json beside it: { clock: { shift, stopped }, reversed, processors }. `shift` is added to the time, in milliseconds; `stopped` is a time at
// which the clock stands still, or null. `reversed`: folders are read backwards where their order is the file system's (fs.opendir; what
// fs.readdir gives is sorted by libuv everywhere). `processors`: how many os.cpus() tells of, or null.

var fs = require('fs');
var os = require('os');
var path = require('path');
var settings = JSON.parse(fs.readFileSync(path.join(__dirname, 'settings.json'), 'utf8'));

if (settings.clock.shift !== 0 || settings.clock.stopped !== null) changeClock(settings.clock);
if (settings.processors !== null) changeProcessors(settings.processors);
if (settings.reversed && fs.Dir) reverseFolders(fs.Dir.prototype);
var modules = require('module');
if (modules.syncBuiltinESMExports) modules.syncBuiltinESMExports();

function changeClock(clock) {
  var RealDate = Date;
  function now() {
    return (clock.stopped === null ? RealDate.now() : clock.stopped) + clock.shift;
  }
  var Changed = new Proxy(RealDate, {
    construct: function (target, args, newTarget) {
      return Reflect.construct(
        target,
        args.length === 0 ? [now()] : args,
        newTarget === Changed ? target : newTarget
      );
    },
    apply: function () {
      return new RealDate(now()).toString();
    },
    get: function (target, name) {
      return name === 'now' ? now : Reflect.get(target, name);
    }
  });
  RealDate.prototype.constructor = Changed;
  global.Date = Changed;
}

function changeProcessors(count) {
  var all = os.cpus();
  os.cpus = function () {
    var some = [];
    for (var at = 0; at < count; at++) some.push(Object.assign({}, all[at % Math.max(all.length, 1)]));
    return some;
  };
  if (os.availableParallelism) {
    os.availableParallelism = function () {
      return count;
    };
  }
}

function reverseFolders(prototype) {
  var readSync = prototype.readSync;
  var closeSync = prototype.closeSync;
  var left = new WeakMap();
  function next(folder) {
    if (!left.has(folder)) {
      var all = [];
      for (var entry = readSync.call(folder); entry !== null; entry = readSync.call(folder)) all.push(entry);
      left.set(folder, all);
    }
    return left.get(folder).pop() || null;
  }
  prototype.readSync = function () {
    return next(this);
  };
  prototype.read = function (callback) {
    var folder = this;
    if (typeof callback !== 'function') {
      return new Promise(function (resolve) {
        resolve(next(folder));
      });
    }
    var found = null;
    try {
      found = next(folder);
    } catch (error) {
      process.nextTick(callback, error);
      return undefined;
    }
    process.nextTick(callback, null, found);
    return undefined;
  };
  prototype[Symbol.asyncIterator] = function () {
    var folder = this;
    var closed = false;
    function end() {
      if (!closed) closeSync.call(folder);
      closed = true;
      return { value: undefined, done: true };
    }
    return {
      next: function () {
        return new Promise(function (resolve) {
          var entry = closed ? null : next(folder);
          resolve(entry === null ? end() : { value: entry, done: false });
        });
      },
      return: function () {
        return Promise.resolve(end());
      },
      [Symbol.asyncIterator]: function () {
        return this;
      }
    };
  };
}
