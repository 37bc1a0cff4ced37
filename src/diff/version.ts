/** Version of the shape of what `reprove diff --json` prints: the major changes when a reader must change. */
export const diffSchemaVersion = '1.0';
