import { defineCause, varied } from '../cause.js';

export const hostName = defineCause({
  name: 'host-name',
  title: 'the name of the machine is in it',
  recognise: varied('host-name'),
  signs: /\bhostname\b|process\.env\.HOSTNAME|\$HOSTNAME\b/,
  byTools: true,
  fix: () => ({ text: 'Leave the machine out of what is built.', edits: [] }),
});
