import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { presenceOf, type StaffName } from '@/e2e/world'
import { type Answer, perform } from '@/lib/access/perform'
import { checkDigit } from '@/lib/id-card'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import { type SurveyOutcome, submitSurvey } from './data'
import { blankSurvey, NO_MEMBER } from './form'
import { SubmitSurveyInput } from './input'

// Surveys as a phone sends them, for tests.

export const ID_NUMBER = `42070219800203123${checkDigit('42070219800203123')}`

/** A photo as a camera writes it: with the place in its EXIF. */
export async function cameraPhoto(colour = 'red'): Promise<File> {
  const jpeg = await sharp({ create: { width: 60, height: 40, channels: 3, background: colour } })
    .withExifMerge({
      IFD0: { Make: 'Phone' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 15/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '114/1 41/1 0/1' },
    })
    .jpeg()
    .toBuffer()
  return new File([new Uint8Array(jpeg)], '照片.jpg', { type: 'image/jpeg' })
}

/** A signature as the form draws it. */
export async function signaturePicture(): Promise<File> {
  const png = await sharp({ create: { width: 90, height: 36, channels: 3, background: 'white' } })
    .png()
    .toBuffer()
  return new File([new Uint8Array(png)], '签名.png', { type: 'image/png' })
}

/** A whole survey as it is sent. */
export function sentSurvey(assignmentId: number, fields: Record<string, unknown> = {}) {
  return {
    ...blankSurvey({ visitedOn: '2026-11-20', address: '3组12号', subjectName: '', partnerName: '测试partner' }),
    ...{ assignmentId, requestId: randomUUID(), photos: [], photoPositions: [], signature: null },
    ...{ met: 'SELF', causes: ['ILLNESS'], housing: 'OWN', housingState: 'SOUND', unsignedReason: '不识字' },
    members: [{ ...NO_MEMBER, name: '张三', relation: 'HEAD', health: 'ILL', idNumber: ID_NUMBER }],
    ...{ income: { WAGE: '12000' }, finding: '户主患病，家中无劳力。', suggestion: 'DIBAO' },
    ...fields,
  }
}

/** Hands a survey in as somebody. */
export function handIn(
  who: StaffName,
  raw: object,
  day: PlainDate = plainDate('2026-11-21') as PlainDate,
): Promise<Answer<{ outcome: SurveyOutcome }>> {
  const definition = { permission: 'survey.task', input: SubmitSurveyInput, run: submitSurvey } as const
  return perform(definition, 'write', presenceOf(who, day), '', raw)
}
