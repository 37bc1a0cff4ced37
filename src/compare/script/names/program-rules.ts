import { bare, isNode, type Node } from '../tree.js';
import { any, role } from './role.js';
import { Scope } from './scope.js';
import type { Rule, Walk } from './walk.js';

/** One rule for several types of node. */
export const eachOf = (types: readonly string[], rule: Rule): (readonly [string, Rule])[] =>
  types.map((type) => [type, rule] as const);

/** All parts are in the same scope, and an identifier among them is read. */
export const plain: Rule = (walk, left, right, scope) => walk.fields(left, right, scope);

/** Parts of a pattern are what the pattern is: declared, or assigned to. */
const pattern: Rule = (walk, left, right, scope, bits) => walk.fields(left, right, scope, {}, bits);

/** Some parts are names that others know. */
export const named =
  (...fields: string[]): Rule =>
  (walk, left, right, scope) =>
    walk.fields(left, right, scope, Object.fromEntries(fields.map((field) => [field, role.name])));

/** What has a key: a name, unless it is computed. */
export const keyed: Rule = (walk, left, right, scope, bits) =>
  walk.fields(left, right, scope, { key: left.computed === true ? role.value : role.name, value: bits });

/** All parts are in a scope of their own. */
const block: Rule = (walk, left, right, scope) =>
  walk.fields(left, right, new Scope('block', scope, scope.strict));

const isStrict = (body: unknown): boolean =>
  isNode(body) &&
  Array.isArray(body.body) &&
  body.body.some((statement) => isNode(statement) && statement.directive === 'use strict');

/** What TypeScript leaves out of the program, and a function inside is named all the same. */
const transparent =
  /^(?:ParenthesizedExpression|TS(?:As|Satisfies|NonNull|Instantiation)Expression|TSTypeAssertion)$/;

/** Bits of a binding that this value is given to: a function without a name is named after it. */
function naming(value: unknown, scope: Scope): number {
  let inner = value;
  while (isNode(inner) && transparent.test(inner.type)) inner = inner.expression;
  if (!isNode(inner) || isNode(inner.id)) return 0;
  if (inner.type === 'ClassExpression') return role.fixed;
  if (!/^(?:Arrow)?FunctionExpression$/.test(inner.type)) return 0;
  return role.names | (scope.strict || isStrict(inner.body) ? 0 : role.sloppy);
}

/** Parameters and body have a scope each: a default sees the parameters, not what the body declares. */
export const functional: Rule = (walk, left, right, scope, bits) => {
  const strict = scope.strict || isStrict(left.body);
  const isExpression = left.type === 'FunctionExpression';
  const around = isExpression ? new Scope('block', scope, scope.strict) : scope;
  const id = role.declares | role.value | role.names | (strict ? 0 : role.sloppy);
  walk.push(left.id, right.id, around, id | (isExpression ? role.fixed : bits & role.fixed));
  // Outside of strict mode, a function of a block is a variable of the function around as well, unless that would be an error.
  if (!isExpression && scope.kind === 'block' && !scope.strict) walk.keep(left.id, right.id);
  const parameters = new Scope('parameters', around, strict);
  const body = new Scope('function', parameters, strict);
  // Last on the list is first: parameters are declared before the body is looked at.
  const [ours, theirs] = [left.body, right.body];
  const isBlock = isNode(ours) && isNode(theirs) && ours.type === 'BlockStatement';
  walk.push(isBlock ? ours.body : ours, isBlock ? theirs.body : theirs, body, role.value);
  walk.push(left.returnType, right.returnType, parameters, role.value);
  walk.push(left.typeParameters, right.typeParameters, parameters, role.value);
  walk.push(left.params, right.params, parameters, role.declares | role.value);
};

/** A class is in a scope with its own name, which its methods and its heritage see. Anything may ask an instance for that name. */
const classLike: Rule = (walk, left, right, scope, bits) => {
  const id = role.declares | role.value | role.type | (walk.runs ? role.fixed : bits & role.fixed);
  const inside = new Scope('block', scope, true);
  if (left.type === 'ClassDeclaration') walk.push(left.id, right.id, scope, id);
  walk.fields(left, right, inside, { id, typeParameters: role.fixed });
};

const variables: Rule = (walk, left, right, scope, bits) => {
  const hoists = left.kind === 'var' ? role.hoists : 0;
  const declarations = role.declares | role.value | hoists | (bits & role.fixed);
  walk.fields(left, right, scope, { declarations });
};

const variable: Rule = (walk, left, right, scope, bits) =>
  walk.fields(left, right, scope, { id: bits | naming(left.init, scope) });

/** `=` in a pattern: the left side is what the pattern is. */
const withDefault: Rule = (walk, left, right, scope, bits) =>
  walk.fields(left, right, scope, { left: bits | naming(left.right, scope) });

const assignment: Rule = (walk, left, right, scope) =>
  walk.fields(left, right, scope, { left: role.value | naming(left.right, scope) });

/** What is before the dot of `a.b`, where a type is meant, is a namespace. */
const member: Rule = (walk, left, right, scope, bits) =>
  walk.fields(left, right, scope, {
    object: bits & (role.type | role.space) ? role.space : role.value,
    property: left.computed === true ? role.value : role.name,
  });

const calling =
  (callee: string): Rule =>
  (walk, left, right, scope) =>
    walk.fields(left, right, scope, { [callee]: role.value | role.call });

const switching: Rule = (walk, left, right, scope) => {
  walk.push(left.discriminant, right.discriminant, scope, role.value);
  walk.push(left.cases, right.cases, new Scope('block', scope, scope.strict), role.value);
};

const catching: Rule = (walk, left, right, scope) => {
  const inside = new Scope('block', scope, scope.strict);
  walk.fields(left, right, inside, { param: role.declares | role.value });
};

const staticBlock: Rule = (walk, left, right, scope) =>
  walk.fields(left, right, new Scope('function', new Scope('parameters', scope, true), true));

/** What is imported as a type is left out of the program that runs: as a value, its name stands for something further out. */
export const importedMeaning = (walk: Walk, { importKind }: Node, bits: number): number =>
  walk.runs && (importKind === 'type' || !(bits & role.value)) ? role.type | role.space : any;

const importing: Rule = (walk, left, right, scope) =>
  walk.fields(left, right, scope, { specifiers: importedMeaning(walk, left, any) });

const imported: Rule = (walk, left, right, scope, bits) => {
  const local = role.declares | importedMeaning(walk, left, bits);
  walk.fields(left, right, scope, { imported: role.name, local });
};

const exporting: Rule = (walk, left, right, scope) => {
  const specifiers = isNode(left.source) ? role.name : any;
  walk.fields(left, right, scope, { specifiers, declaration: role.fixed });
};

const exported: Rule = (walk, left, right, scope, bits) =>
  walk.fields(left, right, scope, { exported: role.name, local: bits });

const exportingDefault: Rule = (walk, left, right, scope) => {
  const [ours, theirs] = [bare(left.declaration), bare(right.declaration)];
  const isReference = isNode(ours) && ours.type === 'Identifier';
  walk.push(ours, theirs, scope, isReference ? any : role.value | role.fixed);
};

const plainTypes = [
  ...['Program', 'Hashbang', 'ExpressionStatement', 'EmptyStatement', 'DebuggerStatement', 'ReturnStatement'],
  ...['IfStatement', 'SwitchCase', 'ThrowStatement', 'TryStatement', 'WhileStatement', 'DoWhileStatement'],
  ...['ArrayExpression', 'ObjectExpression', 'UnaryExpression', 'UpdateExpression'],
  ...[
    'BinaryExpression',
    'LogicalExpression',
    'ConditionalExpression',
    'NewExpression',
    'SequenceExpression',
  ],
  ...['YieldExpression', 'AwaitExpression', 'TemplateLiteral', 'TemplateElement', 'ImportExpression'],
  ...[
    'ChainExpression',
    'ThisExpression',
    'Super',
    'Literal',
    'SpreadElement',
    'PrivateIdentifier',
    'ClassBody',
  ],
];

/** The nodes of JavaScript. Decorators are left out, for tools disagree on what they see, and so is `with`. */
export const programRules: readonly (readonly [string, Rule])[] = [
  ...eachOf(plainTypes, plain),
  ...eachOf(['ObjectPattern', 'ArrayPattern', 'RestElement'], pattern),
  ...eachOf(['BlockStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement'], block),
  ...eachOf(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'], functional),
  ...eachOf(['ClassDeclaration', 'ClassExpression'], classLike),
  ...eachOf(['Property', 'MethodDefinition', 'PropertyDefinition', 'AccessorProperty'], keyed),
  ...eachOf(['ImportSpecifier', 'ImportDefaultSpecifier', 'ImportNamespaceSpecifier'], imported),
  ['VariableDeclaration', variables],
  ['VariableDeclarator', variable],
  ['AssignmentPattern', withDefault],
  ['AssignmentExpression', assignment],
  ['MemberExpression', member],
  ['CallExpression', calling('callee')],
  ['TaggedTemplateExpression', calling('tag')],
  ['SwitchStatement', switching],
  ['CatchClause', catching],
  ['LabeledStatement', named('label')],
  ['BreakStatement', named('label')],
  ['ContinueStatement', named('label')],
  ['MetaProperty', named('meta', 'property')],
  ['StaticBlock', staticBlock],
  ['ImportDeclaration', importing],
  ['ImportAttribute', named('key')],
  ['ExportNamedDeclaration', exporting],
  ['ExportSpecifier', exported],
  ['ExportDefaultDeclaration', exportingDefault],
  ['ExportAllDeclaration', named('exported')],
];
