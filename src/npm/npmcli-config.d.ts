// @npmcli/config comes without types; these are the parts of it that we use.
declare module '@npmcli/config' {
  export default class Config {
    constructor(options: {
      definitions: object;
      shorthands: object;
      flatten: unknown;
      npmPath: string;
      argv: string[];
      env: Record<string, string | undefined>;
      cwd: string;
      warn: boolean;
    });
    load(): Promise<void>;
    readonly flat: Record<string, unknown>;
  }
}

declare module '@npmcli/config/lib/definitions/index.js' {
  const npm: { definitions: object; shorthands: object; flatten: unknown; defaults: Record<string, unknown> };
  export default npm;
}
