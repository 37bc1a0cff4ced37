import { isNode, keyName } from '../tree.js';
import { eachOf, functional, importedMeaning, keyed, named, plain } from './program-rules.js';
import { any, role } from './role.js';
import { Scope } from './scope.js';
import type { Rule } from './walk.js';

const typeDeclaration = role.declares | role.type;

/** A name that stands for a type; the first part of `A.b` for a namespace. */
const naming =
  (field: string): Rule =>
  (walk, left, right, scope) =>
    walk.fields(left, right, scope, { [field]: role.type });

const qualified: Rule = (walk, left, right, scope, bits) => {
  const outer = bits & role.name || (bits & any) === role.value ? bits : role.space;
  walk.fields(left, right, scope, { left: outer, right: role.name });
};

/** `<…>` of a declaration. Those of classes and interfaces are fixed: other declarations of the same one must name them alike. */
const typeParameters: Rule = (walk, left, right, scope, bits) =>
  walk.fields(left, right, scope, { params: bits & role.fixed });

const typeParameter: Rule = (walk, left, right, scope, bits) =>
  walk.fields(left, right, scope, { name: typeDeclaration | (bits & role.fixed) });

const typeAlias: Rule = (walk, left, right, scope, bits) => {
  const inside = new Scope('block', scope, scope.strict);
  walk.push(left.id, right.id, scope, typeDeclaration | (bits & role.fixed));
  walk.push(left.typeParameters, right.typeParameters, inside, role.value);
  walk.push(left.typeAnnotation, right.typeAnnotation, inside, role.value);
};

const interfaceLike: Rule = (walk, left, right, scope, bits) => {
  const inside = new Scope('block', scope, scope.strict);
  walk.push(left.id, right.id, scope, typeDeclaration | (bits & role.fixed));
  for (const field of ['typeParameters', 'extends', 'body'])
    walk.push(left[field], right[field], inside, role.fixed);
};

/** A method's computed key is outside of its parameters. */
const signature: Rule = (walk, left, right, scope, bits) => {
  const { key, ...ours } = left;
  walk.push(key, right.key, scope, left.computed === true ? role.value : role.name);
  functional(walk, ours as typeof left, right, scope, bits);
};

const indexSignature: Rule = (walk, left, right, scope) => {
  const inside = new Scope('parameters', scope, scope.strict);
  walk.fields(left, right, inside, { parameters: role.declares | role.value });
};

/** What `infer` declares in the type after `extends` is seen in the true branch alone. */
const conditional: Rule = (walk, left, right, scope) => {
  const tested = new Scope('block', scope, scope.strict);
  tested.inferred = new Scope('block', scope, scope.strict);
  walk.push(left.checkType, right.checkType, scope, role.value);
  walk.push(left.extendsType, right.extendsType, tested, role.value);
  walk.push(left.trueType, right.trueType, tested.inferred, role.value);
  walk.push(left.falseType, right.falseType, scope, role.value);
};

const inferring: Rule = (walk, left, right, scope) => {
  const [ours, theirs] = [left.typeParameter, right.typeParameter];
  let around: Scope | null = scope;
  while (around && !around.inferred) around = around.parent;
  if (!isNode(ours) || !isNode(theirs) || !around?.inferred) return walk.giveUp();
  walk.push(ours.name, theirs.name, around.inferred, typeDeclaration);
  walk.push(ours.constraint, theirs.constraint, scope, role.value);
};

const mapped: Rule = (walk, left, right, scope) =>
  walk.fields(left, right, new Scope('block', scope, scope.strict), { key: typeDeclaration });

/** Members are names that others know, and bindings within the initializers. */
const enumLike: Rule = (walk, left, right, scope, bits) => {
  // Another declaration of the same name adds its members to this one's scope.
  const isMerged = scope.isDeclared(left.id, right.id);
  walk.push(left.id, right.id, scope, role.declares | any | (bits & role.fixed));
  const inside = new Scope('block', scope, scope.strict, role.fixed);
  const body = [left.body, right.body];
  const [ours, theirs] = body.map((side) =>
    isNode(side) && Array.isArray(side.members) ? side.members : [],
  );
  for (const [at, member] of ours!.entries()) {
    const other: unknown = theirs![at];
    if (isMerged || !isNode(member) || !isNode(other)) return walk.giveUp();
    if (!isNode(member.id) || !isNode(other.id) || keyName(member.id) !== keyName(other.id))
      return walk.giveUp();
    const name = keyName(member.id) ?? '';
    inside.declare(name, name, role.value);
    walk.push(member.initializer, other.initializer, inside, role.value);
  }
};

const importing: Rule = (walk, left, right, scope, bits) => {
  const id = role.declares | importedMeaning(walk, left, any) | (bits & role.fixed);
  walk.fields(left, right, scope, { id, moduleReference: any });
};

const parameterProperty: Rule = (walk, left, right, scope, bits) =>
  walk.fields(left, right, scope, { parameter: bits | role.fixed });

const keywords = ['Any', 'BigInt', 'Boolean', 'Intrinsic', 'Never', 'Null', 'Number', 'Object', 'String'];
const otherKeywords = ['Symbol', 'Undefined', 'Unknown', 'Void'];
const plainTypes = [
  ...['TypeAnnotation', 'TypeParameterInstantiation', 'TypeLiteral', 'UnionType', 'IntersectionType'],
  ...[
    'ArrayType',
    'TupleType',
    'OptionalType',
    'RestType',
    'IndexedAccessType',
    'TypeOperator',
    'LiteralType',
  ],
  ...['TemplateLiteralType', 'ThisType', 'ParenthesizedType', 'InterfaceBody', 'ExternalModuleReference'],
  ...['AsExpression', 'SatisfiesExpression', 'NonNullExpression', 'TypeAssertion', 'InstantiationExpression'],
  ...[...keywords, ...otherKeywords].map((keyword) => `${keyword}Keyword`),
];

const inTypeScript = (types: readonly string[]) => types.map((type) => `TS${type}`);

/**
 * The nodes that TypeScript adds. Namespaces, ambient modules and what is declared `global` are left out: all declarations of one,
 * in this file or another, see each other's members.
 */
export const typeRules: readonly (readonly [string, Rule])[] = [
  ...eachOf(inTypeScript(plainTypes), plain),
  ...eachOf(inTypeScript(['DeclareFunction', 'EmptyBodyFunctionExpression']), functional),
  ...eachOf(inTypeScript(['FunctionType', 'ConstructorType', 'MethodSignature']), signature),
  ...eachOf(inTypeScript(['CallSignatureDeclaration', 'ConstructSignatureDeclaration']), signature),
  ...eachOf(inTypeScript(['PropertySignature', 'AbstractMethodDefinition']), keyed),
  ...eachOf(inTypeScript(['AbstractPropertyDefinition', 'AbstractAccessorProperty']), keyed),
  ...eachOf(inTypeScript(['InterfaceHeritage', 'ClassImplements']), naming('expression')),
  ['TSTypeReference', naming('typeName')],
  ['TSQualifiedName', qualified],
  ['TSTypeParameterDeclaration', typeParameters],
  ['TSTypeParameter', typeParameter],
  ['TSTypeAliasDeclaration', typeAlias],
  ['TSInterfaceDeclaration', interfaceLike],
  ['TSIndexSignature', indexSignature],
  ['TSConditionalType', conditional],
  ['TSInferType', inferring],
  ['TSMappedType', mapped],
  ['TSEnumDeclaration', enumLike],
  ['TSExportAssignment', (walk, left, right, scope) => walk.fields(left, right, scope, { expression: any })],
  ['TSImportEqualsDeclaration', importing],
  ['TSParameterProperty', parameterProperty],
  ['TSNamespaceExportDeclaration', named('id')],
  ['TSNamedTupleMember', named('label')],
  ['TSImportType', named('qualifier')],
  // What these name, `a is B` and `typeof a`, is a value.
  ['TSTypePredicate', plain],
  ['TSTypeQuery', plain],
];
