import { NotFoundNotice } from '@/components/feedback/not-found-notice'

/** Inside the shell, whose main area it stands in. */
export default function NotFound() {
  return <NotFoundNotice />
}
