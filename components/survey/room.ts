import { type Draft, type Drafts, openDrafts } from '@/lib/draft/drafts'
import type { DraftKey } from '@/lib/draft/keyring'
import { importKey } from '@/lib/draft/sealing'
import { createSender, type Sending, type Verdict } from '@/lib/draft/sender'
import { canKeepDrafts, openShelf } from '@/lib/draft/shelf'
import { DRAFT_CHANNEL, type DraftSignal } from '@/lib/draft/signal'
import type { SurveyDraft } from '@/lib/survey/draft'
import { formOf, submit } from '@/lib/survey/send'
import { photoFile, signatureFile } from './picture-files'

/** The drafts of one person in this window, and what sends them. */
export interface Room {
  wake(): void
  close(): void
}

/** What changes in the room, for who shows it. */
interface RoomState {
  status: 'READY' | 'LEFT'
  drafts: Drafts<SurveyDraft> | null
  all: readonly Draft<SurveyDraft>[]
  sent: ReadonlyMap<number, { late: boolean }>
  sending: Sending
}

/** Rejects where this browser cannot keep drafts. */
export async function openRoom(
  { secret, owner }: DraftKey,
  onChange: (part: Partial<RoomState>) => void,
): Promise<Room> {
  if (!canKeepDrafts()) throw new Error('This browser keeps no drafts.')
  const [shelf, key] = await Promise.all([openShelf(), importKey(secret)])
  const channel = new BroadcastChannel(DRAFT_CHANNEL)
  const say = (signal: DraftSignal) => channel.postMessage(signal)
  let sent: ReadonlyMap<number, { late: boolean }> = new Map()

  const kept = openDrafts<SurveyDraft>(shelf, key, owner)
  const look = async () => onChange({ all: await kept.all() })
  const changed = async () => {
    say({ kind: 'changed', owner })
    await look()
  }
  const drafts: Drafts<SurveyDraft> = {
    ...kept,
    async save(...args) {
      askToKeep()
      const saved = await kept.save(...args)
      await changed()
      return saved
    },
    async markSent(task) {
      await kept.markSent(task)
      await changed()
    },
    async remove(task) {
      await kept.remove(task)
      await changed()
    },
  }

  const sender = createSender<SurveyDraft>({
    drafts,
    post: async (draft) => {
      const verdict = await handIn(drafts, draft)
      if (verdict.kind === 'SENT') {
        sent = new Map(sent).set(draft.task, { late: verdict.late })
        onChange({ sent })
      }
      return verdict
    },
    exclusively: inOneWindow,
    schedule: (run, milliseconds) => {
      const timer = setTimeout(run, milliseconds)
      return () => clearTimeout(timer)
    },
    onChange: (sending) => onChange({ sending }),
  })

  const close = () => {
    sender.stop()
    channel.close()
  }
  channel.onmessage = ({ data }: MessageEvent<DraftSignal>) => {
    if (data.owner !== owner) return
    if (data.kind === 'changed') void look()
    else {
      close()
      onChange({ status: 'LEFT', drafts: null, all: [] })
    }
  }
  onChange({ status: 'READY', drafts, all: await kept.all() })
  return { wake: () => void sender.wake(), close }
}

let asked = false

/** Without asking, a browser that runs short of room may throw drafts away. */
function askToKeep(): void {
  if (asked || !('storage' in navigator)) return
  asked = true
  navigator.storage.persist().catch(() => undefined)
}

/** Sends one draft with its pictures. A picture that is not there any more is to be taken again. */
async function handIn(
  drafts: Drafts<SurveyDraft>,
  { task, content }: Draft<SurveyDraft> & { content: SurveyDraft },
): Promise<Exclude<Verdict<SurveyDraft>, { kind: 'SENT' }> | { kind: 'SENT'; late: boolean }> {
  const photos = await Promise.all(content.photos.map(({ id, name }) => photoFile(drafts, id, name)))
  const signature = content.signature === null ? null : await signatureFile(drafts, content.signature)
  const whole = photos.filter((photo) => photo !== null)
  if (whole.length < photos.length || (content.signature !== null && signature === null)) {
    const problems = { photos: '有照片或签名未能保存在本机，请重新拍照、签名后提交。' }
    return { kind: 'WRONG', content: { ...content, problems, message: problems.photos } }
  }
  const verdict = await submit(task, formOf(content, whole, signature))
  if (verdict.kind !== 'WRONG') return verdict
  const { problems, message } = verdict
  return { kind: 'WRONG', content: { ...content, problems, message } }
}

/** The browser's own lock between windows, where it has one; the server sees to it otherwise that nothing is taken in twice. */
async function inOneWindow<T>(run: () => Promise<T>): Promise<T | null> {
  if (!('locks' in navigator)) return run()
  return navigator.locks.request('survey-drafts-sending', { ifAvailable: true }, (lock) => (lock ? run() : null))
}
