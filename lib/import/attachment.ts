const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Headers of an .xlsx to be saved under a name (RFC 6266); `plainName` is for programs that read ASCII only. */
export function attachment(name: string, plainName: string): Record<string, string> {
  return {
    'content-type': XLSX,
    'content-disposition': `attachment; filename="${plainName}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  }
}
