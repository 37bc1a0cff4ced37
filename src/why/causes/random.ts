import { defineCause } from '../cause.js';

export const random = defineCause({
  name: 'random',
  title: 'chance is in it',
  recognise: ({ against }) =>
    against === 'repeat' ? { proof: 'experiment', detail: 'two builds alike differ' } : null,
  signs:
    /Math\.random\(|randomUUID|randomBytes|getRandomValues|randomInt|\bnanoid\(|\buuid(?:v\d)?\(|\bv4\(|\bmktemp\b|mkdtemp|\$RANDOM|process\.pid|hrtime|performance\.now/,
  byTools: true,
  fix: () => ({ text: 'Make ids from what they name (a hash of its content), or count them.', edits: [] }),
});
