/** Why a backup cannot be made, continued or checked. The message is a line for the operator. */
export class BackupProblem extends Error {
  readonly kind: "folder" | "disk";

  /** @param kind `folder`: this folder cannot be used; `disk`: reading or writing failed */
  constructor(kind: "folder" | "disk", message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "BackupProblem";
    this.kind = kind;
  }
}

/**
 * Does work with a file, and puts the system's errors into words.
 *
 * @param what the beginning of the message, such as "tasks.jsonl cannot be written"
 * @throws BackupProblem `disk`
 */
export async function onDisk<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new BackupProblem("disk", `${what}: ${words[code] ?? code}.`, error);
  }
}

/** The system's name for an error, such as ENOENT; undefined when it is not the system's. */
export function codeOf(error: unknown): string | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === undefined ? undefined : code;
}

const words: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on the disk",
  EDQUOT: "the disk quota is used up",
  EACCES: "this user may not (EACCES)",
  EPERM: "this user may not (EPERM)",
  EROFS: "the disk is read-only",
  EIO: "the disk fails (EIO)",
  ENOENT: "it is not there",
  ENOTDIR: "there is a file where a folder should be",
  EISDIR: "there is a folder where a file should be",
  EEXIST: "there is a file in its place",
  EFBIG: "the file is larger than this disk or user allows",
};
