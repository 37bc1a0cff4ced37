import type { Shape } from '../shape.js';
import { call } from './call.js';
import { condition } from './condition.js';
import { imports } from './imports.js';
import { literal } from './literal.js';
import { operator } from './operator.js';
import { property } from './property.js';
import { statement } from './statement.js';

/** Changes of syntax at one place. */
export const mutations: readonly Shape[] = [literal, operator, call, imports, condition, statement, property];
