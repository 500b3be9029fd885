import { createReadStream } from "node:fs";

/** A line of a file, without its end. */
interface Line {
  readonly text: string;
  /** Where the next one begins, in bytes. */
  readonly end: number;
}

/**
 * The lines of a file, one by one. A last line without an end is left out: its writing was interrupted.
 *
 * @param onBytes gets all bytes as they are read, also those left out
 */
export async function* wholeLines(
  file: string,
  onBytes: (bytes: Buffer) => void = () => {},
): AsyncGenerator<Line> {
  let pieces: Buffer[] = [];
  let end = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) {
    const bytes: Buffer = chunk;
    onBytes(bytes);
    let start = 0;
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, start)) {
      const line = Buffer.concat([...pieces, bytes.subarray(start, at)]);
      pieces = [];
      start = at + 1;
      end += line.length + 1;
      yield { text: line.toString(), end };
    }
    if (start < bytes.length) pieces.push(bytes.subarray(start));
  }
}

const newline = 0x0a;
