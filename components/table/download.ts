export interface Progress {
  /** Bytes that have arrived. */
  readonly bytes: number
  /** Rows that the list had when the export began, where the server says so. */
  readonly rows?: number
}

/**
 * Fetches a file as it is being made, and saves it when it is whole. Throws when it breaks off or is refused (nothing is saved then),
 * and an `AbortError` when cancelled.
 */
export async function download(
  href: string,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const response = await fetch(href, { signal, redirect: 'error' })
  const name = fileNameOf(response.headers.get('content-disposition'))
  if (!response.ok || !response.body || !name) throw new Error(`The export was answered with ${response.status}.`)
  const rows = Number(response.headers.get('x-expected-rows') ?? Number.NaN)
  const parts: BlobPart[] = []
  let bytes = 0
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    bytes += value.length
    onProgress({ bytes, rows: Number.isNaN(rows) ? undefined : rows })
  }
  save(new Blob(parts, { type: response.headers.get('content-type') ?? '' }), name)
}

/** The UTF-8 name of an attachment (RFC 6266). */
export function fileNameOf(disposition: string | null): string | null {
  const [, encoded] = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '') ?? []
  return encoded ? decodeURIComponent(encoded) : null
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
