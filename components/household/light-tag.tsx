import { StateTag } from '@/components/feedback/state-tag'
import type { StateTone } from '@/components/theme'
import { LIGHTS, type Light } from '@/lib/waiting/rules'

const TONES: Record<Light, StateTone> = { NORMAL: 'certified', SOON: 'dueSoon', OVERDUE: 'overdue' }

/** 正常 / 临期 / 超期 in its colour. */
export function LightTag({ light }: { light: Light }) {
  return <StateTag tone={TONES[light]}>{LIGHTS[light]}</StateTag>
}
