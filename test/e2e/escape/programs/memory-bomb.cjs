// Takes memory in pieces and touches all of it.
var held = [];
var size = 16 * 1024 * 1024;
for (var taken = 0; taken < Number(process.argv[2]); taken += size) held.push(Buffer.alloc(size, 1));
console.log('took all ' + held.length);
