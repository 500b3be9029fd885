/**
 * Whether it is the file or the disk that failed, and not the statement. Told by SQLite's words here,
 * because the package leaves some errors without their code.
 *
 * @see SQLite, "Result and Error Codes": IOERR, CORRUPT, CANTOPEN, NOTADB
 */
export function saysFileFailed(error: unknown): boolean {
  return /disk I\/O error|malformed|unable to open|not a database/.test(wordsOf(error));
}

/** Whether another connection holds a lock: BUSY. */
export function saysLocked(error: unknown): boolean {
  return /is locked/.test(wordsOf(error));
}

function wordsOf(error: unknown): string {
  const { message } = Object(error) as { message?: unknown };
  return String(message);
}
