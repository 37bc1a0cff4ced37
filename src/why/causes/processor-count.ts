import { defineCause, varied } from '../cause.js';

export const processorCount = defineCause({
  name: 'processor-count',
  title: 'the number of processors decides what is built',
  recognise: varied('processors'),
  signs: /\bcpus\(\)|availableParallelism|\bnproc\b|hardwareConcurrency|maxWorkers|\bparallel\b/,
  byTools: true,
  fix: () => ({
    text: 'Let the number of workers decide nothing but speed: split work by a fixed number, and put results in a fixed order.',
    edits: [],
  }),
});
