import { defineCause, varied } from '../cause.js';

export const userName = defineCause({
  name: 'user-name',
  title: 'the name or home of the user is in it',
  recognise: varied('user'),
  signs:
    /os\.(?:userInfo|homedir)\(|\buserInfo\(|\bhomedir\(|process\.env\.(?:USER|LOGNAME|HOME|USERNAME)|\bwhoami\b|\$(?:USER|HOME|LOGNAME)\b/,
  byTools: true,
  fix: () => ({ text: 'Leave the user out of what is built.', edits: [] }),
});
