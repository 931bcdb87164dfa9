import { crc32 } from 'node:zlib';

/** A file of an archive. */
export interface ZippedFile {
  /** Path inside the archive; ASCII. */
  readonly name: string;
  readonly content: string;
}

const localMark = 0x04034b50;
const entryMark = 0x02014b50;
const endMark = 0x06054b50;
/** 1980-01-01, the first day that the format knows: an archive says nothing of when it was made. */
const firstDay = 0x21;

/** A ZIP archive of a few small files, stored as they are. */
export function zipOf(files: readonly ZippedFile[]): Buffer {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const [path, data] = [Buffer.from(name), Buffer.from(content)];
    const description = describe(path, data);
    parts.push(header(localMark), description, path, data);
    // An entry of the directory repeats the description between the version of its maker and where the file is.
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    entries.push(header(entryMark), Buffer.from([20, 0]), description, rest, path);
    offset += 4 + description.length + path.length + data.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, directory, header(endMark), end]);
}

/** Version, flags, method (0: stored), time, checksum, sizes, lengths of the name and of what is extra. */
function describe(path: Buffer, data: Buffer): Buffer {
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(firstDay, 8);
  bytes.writeUInt32LE(crc32(data), 10);
  bytes.writeUInt32LE(data.length, 14);
  bytes.writeUInt32LE(data.length, 18);
  bytes.writeUInt16LE(path.length, 22);
  return bytes;
}

function header(mark: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(mark);
  return bytes;
}
