import { NotFoundNotice } from '@/components/feedback/not-found-notice'

/** Inside the frame for phones: the way back stays. */
export default function NotFound() {
  return <NotFoundNotice />
}
