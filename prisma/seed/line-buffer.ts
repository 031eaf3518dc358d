/** Lines as bytes: millions of small strings kept until a batch is sent would keep the garbage collector busy instead. */
export class LineBuffer {
  private bytes = Buffer.allocUnsafe(64 * 1024)
  private length = 0

  add(line: string): void {
    const most = this.length + line.length * 3 + 1
    if (most > this.bytes.length) this.grow(most)
    this.length += this.bytes.write(`${line}\n`, this.length)
  }

  private grow(atLeast: number): void {
    const larger = Buffer.allocUnsafe(Math.max(atLeast, this.bytes.length * 2))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }

  /** What was added since the last time, in UTF-8. */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.length)
    this.bytes = Buffer.allocUnsafe(this.bytes.length)
    this.length = 0
    return taken
  }
}
