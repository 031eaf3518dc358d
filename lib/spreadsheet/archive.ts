import 'server-only'
import { crc32, createInflateRaw } from 'node:zlib'
import { damaged, SpreadsheetError } from './error'
import { HIGHEST_RATIO, MOST_PARTS, MOST_UNPACKED_BYTES, RATIO_COUNTS_FROM_BYTES } from './limits'

// A ZIP archive, as much of it as Office files use (PKWARE APPNOTE 6.3.10): the directory at its end, stored or deflated parts.
// Sizes that the directory declares are never believed: what comes out is counted.

interface Part {
  readonly encrypted: boolean
  readonly method: number
  readonly crc: number
  readonly packedBytes: number
  readonly offset: number
}

const END = Buffer.from('PK\x05\x06')
const END_BYTES = 22
const LONGEST_COMMENT = 0xffff
const DIRECTORY_SIGNATURE = 0x02014b50
const DIRECTORY_BYTES = 46
const LOCAL_SIGNATURE = 0x04034b50
const LOCAL_BYTES = 30
const IN_ZIP64 = 0xffffffff
const ZIP64_LOCATOR_BYTES = 20
const ZIP64_END_BYTES = 56
const ZIP64_EXTRA = 1
const STORED = 0
const DEFLATED = 8
const PIECE_BYTES = 64 * 1024

/** The parts of an archive held in memory, unpacked piece by piece within one allowance for all of them. */
export class Archive {
  private readonly file: Buffer
  private readonly parts: ReadonlyMap<string, Part>
  private readonly mostBytes: number
  private unpackedBytes = 0

  /**
   * `mostBytes` may come out of all parts together. Throws SpreadsheetError for a directory that cannot be read or lists far too
   * many parts.
   */
  constructor(file: Buffer, mostBytes = MOST_UNPACKED_BYTES) {
    this.file = file
    this.mostBytes = mostBytes
    this.parts = readDirectory(file)
  }

  has(path: string): boolean {
    return this.parts.has(key(path))
  }

  /**
   * Unpacks a part; nothing for a part that is not there. Throws SpreadsheetError for a damaged or encrypted one, and as soon as
   * more has come out than a spreadsheet can need.
   */
  async *pieces(path: string): AsyncGenerator<Buffer> {
    const part = this.parts.get(key(path))
    if (!part) return
    const packed = packedBytes(this.file, part)
    let bytes = 0
    let crc = 0
    for await (const piece of part.method === STORED ? cut(packed) : inflated(packed)) {
      bytes += piece.length
      this.count(piece.length, bytes, packed.length)
      crc = crc32(piece, crc)
      yield piece
    }
    if (crc !== part.crc) throw damaged()
  }

  private count(more: number, bytes: number, packed: number): void {
    this.unpackedBytes += more
    if (bytes > RATIO_COUNTS_FROM_BYTES && bytes > packed * HIGHEST_RATIO) {
      throw new SpreadsheetError('文件解压后异常庞大，已停止读取。请把名册复制到一个新的表格中，保存后重新上传。')
    }
    if (this.unpackedBytes > this.mostBytes) {
      throw new SpreadsheetError('表格内容超过 300 MB，请删除多余的工作表、空行和空列，或拆成几个文件后重新上传。')
    }
  }
}

/** Some programs write backslashes or other capitals than they refer to. */
function key(path: string): string {
  return path.replaceAll('\\', '/').toLowerCase()
}

function* cut(packed: Buffer): Generator<Buffer> {
  for (let at = 0; at < packed.length; at += PIECE_BYTES) yield packed.subarray(at, at + PIECE_BYTES)
}

async function* inflated(packed: Buffer): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: PIECE_BYTES })
  inflate.end(packed)
  try {
    yield* inflate
  } catch {
    throw damaged()
  }
}

function packedBytes(file: Buffer, part: Part): Buffer {
  if (part.encrypted) throw new SpreadsheetError('文件设有密码，请在 WPS 或 Excel 中去掉密码，保存后重新上传。')
  if (part.method !== STORED && part.method !== DEFLATED) throw damaged()
  need(file, part.offset, LOCAL_BYTES)
  if (file.readUInt32LE(part.offset) !== LOCAL_SIGNATURE) throw damaged()
  const start = part.offset + LOCAL_BYTES + file.readUInt16LE(part.offset + 26) + file.readUInt16LE(part.offset + 28)
  need(file, start, part.packedBytes)
  return file.subarray(start, start + part.packedBytes)
}

function need(file: Buffer, at: number, bytes: number): void {
  if (at < 0 || at + bytes > file.length) throw damaged()
}

function long(file: Buffer, at: number): number {
  need(file, at, 8)
  return Number(file.readBigUInt64LE(at))
}

function readDirectory(file: Buffer): Map<string, Part> {
  let { count, at } = directoryPlace(file)
  if (count > MOST_PARTS) {
    throw new SpreadsheetError('文件内部结构异常，已停止读取。请把名册复制到一个新的表格中，保存后重新上传。')
  }
  const parts = new Map<string, Part>()
  for (; count > 0; count -= 1) {
    need(file, at, DIRECTORY_BYTES)
    if (file.readUInt32LE(at) !== DIRECTORY_SIGNATURE) throw damaged()
    const nameEnd = at + DIRECTORY_BYTES + file.readUInt16LE(at + 28)
    const end = nameEnd + file.readUInt16LE(at + 30)
    need(file, at, end - at)
    parts.set(key(file.toString('utf8', at + DIRECTORY_BYTES, nameEnd)), readPart(file, at, nameEnd, end))
    at = end + file.readUInt16LE(at + 32)
  }
  return parts
}

function directoryPlace(file: Buffer): { count: number; at: number } {
  const end = file.lastIndexOf(END)
  if (end < 0 || end + END_BYTES > file.length || end < file.length - END_BYTES - LONGEST_COMMENT) throw damaged()
  const count = file.readUInt16LE(end + 10)
  const at = file.readUInt32LE(end + 16)
  if (count !== 0xffff && at !== IN_ZIP64) return { count, at }
  const record = long(file, end - ZIP64_LOCATOR_BYTES + 8)
  need(file, record, ZIP64_END_BYTES)
  return { count: long(file, record + 32), at: long(file, record + 48) }
}

function readPart(file: Buffer, at: number, extra: number, extraEnd: number): Part {
  const sizes = [file.readUInt32LE(at + 24), file.readUInt32LE(at + 20), file.readUInt32LE(at + 42)]
  let field = extra
  while (sizes.includes(IN_ZIP64) && field + 4 <= extraEnd && file.readUInt16LE(field) !== ZIP64_EXTRA) {
    field += 4 + file.readUInt16LE(field + 2)
  }
  field += 4
  // Of unpacked size, packed size and offset the extra field holds those that did not fit, in this order.
  const [, packedBytes = 0, offset = 0] = sizes.map((size) => {
    if (size !== IN_ZIP64) return size
    field += 8
    return long(file, field - 8)
  })
  const encrypted = (file.readUInt16LE(at + 8) & 1) === 1
  return { encrypted, method: file.readUInt16LE(at + 10), crc: file.readUInt32LE(at + 16), packedBytes, offset }
}
