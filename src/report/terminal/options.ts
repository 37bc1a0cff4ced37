/** How a terminal report is laid out. */
export interface TerminalOptions {
  color: boolean;
  /** Columns; lines of code are cut there, prose is wrapped, nothing else is. */
  width: number;
  /** Lists are printed whole, and what was weighed and not chosen is shown too. */
  verbose: boolean;
}
