import type { ChosenPhoto } from '@/components/evidence/photo-field'
import type { Drafts, Saved } from '@/lib/draft/drafts'
import type { SurveyDraft } from '@/lib/survey/draft'

/** A signature of this form, under the id of its file. */
export interface Signature {
  id: string
  file: File
}

/** All that the form holds at a moment. */
export interface Snapshot {
  draft: SurveyDraft
  photos: readonly ChosenPhoto[]
  signature: Signature | null
}

/** Writes what the form holds, one writing after the other. */
export interface Saver {
  save(snapshot: Snapshot, state: 'EDITING' | 'QUEUED'): Promise<Saved>
}

/**
 * The saver of one task's draft, of which revision `seen` was read back; 0 when there was none. Pictures are written once and before the draft that names them, and removed after the draft that no longer
 * does: whenever the phone gives out, what the draft names is there.
 */
export function createSaver(drafts: Drafts<SurveyDraft>, task: number, seen: number, restored: Snapshot | null): Saver {
  let rev = seen
  let last: Promise<unknown> = Promise.resolve()
  const written = new Map<string, File>(restored ? filesOf(restored) : [])

  async function write(snapshot: Snapshot, state: 'EDITING' | 'QUEUED'): Promise<Saved> {
    const files = filesOf(snapshot)
    for (const [id, file] of files) {
      if (written.get(id) === file) continue
      await drafts.putFile(task, id, await file.arrayBuffer())
      written.set(id, file)
    }
    const saved = await drafts.save(task, contentOf(snapshot), rev, state)
    if (saved.ok) rev = saved.rev
    const named = new Set(files.map(([id]) => id))
    const gone = [...written.keys()].filter((id) => !named.has(id))
    if (!saved.ok && saved.why === 'SENT') await drafts.dropFiles(task, [])
    else if (saved.ok && gone.length > 0) {
      await drafts.dropFiles(task, [...named])
      for (const id of gone) written.delete(id)
    }
    return saved
  }

  return {
    save(snapshot, state) {
      const next = last.then(() => write(snapshot, state))
      last = next.catch(() => undefined)
      return next
    },
  }
}

function filesOf({ photos, signature }: Pick<Snapshot, 'photos' | 'signature'>): [id: string, file: File][] {
  const files = photos.map(({ key, file }): [string, File] => [key, file])
  return signature ? [...files, [signature.id, signature.file]] : files
}

/** The draft with its pictures by name. */
export function contentOf({ draft, photos, signature }: Snapshot): SurveyDraft {
  return {
    ...draft,
    photos: photos.map(({ key, file }) => {
      const known = draft.photos.find(({ id }) => id === key)
      return { id: key, name: file.name, position: known?.position ?? null }
    }),
    signature: signature?.id ?? null,
  }
}
