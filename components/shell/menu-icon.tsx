/** One stroke drawing each on a 20 × 20 field, drawn on the server: a menu needs no icon library in the browser. */
const drawings = {
  home: 'M3.5 9.5 10 4l6.5 5.5M5 8.5V16h10V8.5M8.5 16v-4.5h3V16',
  certification: 'M10 2.8 4 5v4.5c0 3.8 2.5 6.3 6 7.7 3.5-1.4 6-3.9 6-7.7V5l-6-2.2ZM7.2 9.8l2 2 3.6-3.8',
  death: 'M5 3h10v14H5zM8 7h4M8 10h4M8 13h2',
  household:
    'M7.5 9a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM2.5 16.5c0-3 2.2-4.7 5-4.7s5 1.7 5 4.7M13 4a2.5 2.5 0 0 1 0 4.8M14.5 12c1.9.6 3 2.1 3 4.5',
  duplicate: 'M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7',
  review: 'M4 5h12v11.5H4zM4 8.5h12M7 3v3.5M13 3v3.5M7.5 12.2l1.8 1.8 3.2-3.3',
  change: 'M4 7h11.5M12.5 4l3 3-3 3M16 13H4.5M7.5 10l-3 3 3 3',
  admission: 'M4 16.5V8.5L10 4l6 4.5v8zM10 8.5v5M7.5 11h5',
  import: 'M10 3v9M6.5 8.5 10 12l3.5-3.5M3.5 12.5v4h13v-4',
  suspectedDeath: 'M5 3h10v14H5zM8.2 7.7a1.8 1.8 0 1 1 2.7 1.6c-.6.3-.9.8-.9 1.5M10 13.6v.2',
  case: 'M3 10.5 5 4h10l2 6.5V16H3zM3 10.5h4l1 2h4l1-2h4',
  survey: 'M6 4.5H4.5v12h11v-12H14M7 3h6v3H7zM7.5 9.5h5M7.5 12.5h3',
  statistics: 'M3.5 16.5h13M5.5 14V9.5M10 14V4M14.5 14V7',
  staff: 'M10 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4 16.8c.3-3.3 2.6-5.3 6-5.3s5.7 2 6 5.3',
  audit: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12ZM13.3 13.3 17 17M9 6v3.2l2 1.3',
  account: 'M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9M10 12v2',
  settings: 'M3 6h8M15 6h2M13 4v4M3 14h2M9 14h8M7 12v4',
} as const

export type MenuIconName = keyof typeof drawings

export function MenuIcon({ name }: { name: MenuIconName }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width="18"
      height="18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={drawings[name]} />
    </svg>
  )
}
