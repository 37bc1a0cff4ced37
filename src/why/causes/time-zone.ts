import { defineCause, varied } from '../cause.js';

export const timeZone = defineCause({
  name: 'time-zone',
  title: 'the time zone of the machine is in it',
  recognise: varied('time-zone'),
  signs:
    /\.(?:toString|toDateString|toTimeString|toLocale(?:Date|Time)?String|get(?:Hours|Date|Day|Month|FullYear|Minutes|TimezoneOffset))\(|process\.env\.TZ|DateTimeFormat|(?:\$\(|`)date\b/,
  byTools: true,
  fix: () => ({
    text: "Write dates in UTC (toISOString, or timeZone: 'UTC'), or set TZ=UTC where it is built.",
    edits: [],
  }),
});
