import type { Drafts } from '@/lib/draft/drafts'

/** A photo of a draft as a file; null when it is not there any more, or does not open. */
export async function photoFile(drafts: Drafts<unknown>, id: string, name: string): Promise<File | null> {
  const bytes = await drafts.file(id).catch(() => null)
  return bytes && new File([bytes], name, { type: 'image/jpeg' })
}

/** The signature of a draft as a file; null when it is not there any more, or does not open. */
export async function signatureFile(drafts: Drafts<unknown>, id: string): Promise<File | null> {
  const bytes = await drafts.file(id).catch(() => null)
  return bytes && new File([bytes], '签名.png', { type: 'image/png' })
}
