export { planDigest } from './digest.js';
export { planScript } from './plan-script.js';
export { planningFiles } from './planning-files.js';
export { plans } from './plans.js';
