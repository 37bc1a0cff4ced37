/** One thing that was tried. `failing` means that no release can be verified with a rebuild. */
export interface Check {
  name: string;
  status: 'ok' | 'warning' | 'failing';
  /** One line: what was found. */
  detail: string;
  /** One line: what to install or change; null when all is well. */
  hint: string | null;
}

/** A check that went well. */
export const ok = (name: string, detail: string): Check => ({ name, status: 'ok', detail, hint: null });

/** A check that didn't; releases can be verified all the same. */
export const warning = (name: string, detail: string, hint: string): Check => ({
  name,
  status: 'warning',
  detail,
  hint,
});

/** A check without which nothing works. */
export const failing = (name: string, detail: string, hint: string): Check => ({
  name,
  status: 'failing',
  detail,
  hint,
});
