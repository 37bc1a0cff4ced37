/** Figures held against what is asked of them. */
export class Bounds {
  #failed = false;

  /** Prints one line, and remembers a figure that is out of bounds. */
  tell(words: string, holds: boolean): void {
    console.log(`${holds ? 'ok  ' : 'FAIL'}  ${words}`);
    this.#failed ||= !holds;
  }

  /** Sets the exit code of the bench. */
  end(): void {
    process.exitCode = this.#failed ? 1 : 0;
  }
}
