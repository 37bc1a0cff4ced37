/** Stands for the registry, whatever its name is. */
export const registryHost = 'registry';

/** Retries that one host is given until something comes from it. */
const most = 20;

/** Counts what is tried again because of each host, so that one that is down for the night is not asked thousands of times. */
export class Hosts {
  readonly #retries = new Map<string, number>();

  /** Whether one more job may be tried again because of this host. */
  mayRetry(host: string): boolean {
    const before = this.#retries.get(host) ?? 0;
    this.#retries.set(host, before + 1);
    return before < most;
  }

  /** Something came from it. */
  answered(host: string): void {
    this.#retries.delete(host);
  }
}

/** The host of an address as far as it has one, else the address. */
export function hostOf(address: string): string {
  try {
    return new URL(address).host || address;
  } catch {
    return address;
  }
}
