/** What an identifier is at its place, and what is known of a binding: bits, for there are hundreds of thousands of them in one file. */
export const role = {
  /** A name that others know: of a property, a label, an import. Never another. */
  name: 1,
  /** Stands for a value. */
  value: 2,
  /** Stands for a type. */
  type: 4,
  /** Stands for what is before a dot in a type: a namespace, a module, an enumeration. */
  space: 1024,
  /** The function that is called, and so goes nowhere else. */
  call: 8,
  /** Declares a binding in its scope. */
  declares: 16,
  /** Declares it in the function around, as `var` does. */
  hoists: 32,
  /** The binding's name can be seen: an export, a global, a class. */
  fixed: 64,
  /** A function takes its `name` from the binding. */
  names: 128,
  /** That function is not in strict mode. */
  sloppy: 256,
  /** The value goes elsewhere than into a call of it. */
  escapes: 512,
} as const;

/** Any meaning: of what is declared, all of them; of a reference, whichever is nearest. */
export const any: number = role.value | role.type | role.space;
