const ANY_SITE = 'http://localhost'

/**
 * The path within this site that a `next` asks for, with its query; null for the sign-in page itself, and for anything that a
 * browser would take for another site or another scheme.
 */
export function localPath(text: string | null | undefined): string | null {
  if (!text?.startsWith('/') || !URL.canParse(text, ANY_SITE)) return null
  const url = new URL(text, ANY_SITE)
  const path = url.pathname + url.search
  // '//host', '/\host' and '/<tab>/host' lead elsewhere, and so would the '//host' that '/.//host' becomes.
  const isElsewhere = url.origin !== ANY_SITE || path.startsWith('//')
  return isElsewhere || url.pathname === '/login' ? null : path
}
