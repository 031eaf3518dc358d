/** The badge counts no further. */
export const MOST_COUNTED = 99

/** What the badge says: 「99+」 beyond 99. */
export function unreadInWords(unread: number): string {
  return unread > MOST_COUNTED ? `${MOST_COUNTED}+` : String(unread)
}
