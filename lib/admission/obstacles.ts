import type { PersonState } from '@/lib/household/state'
import type { RegionCode } from '@/lib/region'

/** What is known about a member's ID number. */
export interface Found {
  key: string
  name: string
  /** Their file, where it lies in reach. */
  person: Pick<PersonState, 'name' | 'diedOn'> | null
  /** The household in payment that they are a member of, where it lies in reach. */
  home: { id: number; certificateNo: string; headName: string } | null
  /** The county whose file they stand in, where that lies beyond reach. */
  county: { code: RegionCode; name: string } | null
}

/** Why a member cannot be taken in as they are, or what the county will have to look at. */
export interface Obstacle {
  /** The member's key. */
  key: string
  name: string
  message: string
  /** The household in payment that they are a member of. */
  householdId: number | null
  /** False where only the county can see what it is about. */
  blocks: boolean
}

/** What stands in the way of a member; null when nothing does. */
export function obstacleOf({ key, name, person, home, county }: Found, ownCounty: RegionCode): Obstacle | null {
  const about = { key, name, householdId: home?.id ?? null, blocks: true }
  if (county) {
    const own = county.code === ownCounty
    const then = own ? '批准前由区县核对。' : '已记入重复享受名单，请联系该区县核实。'
    return { ...about, householdId: null, blocks: !own, message: `该身份证号已在${county.name}建档，${then}` }
  }
  if (home) {
    const message = `已是在保户（户主${home.headName}，证号${home.certificateNo}）的成员，不能重复纳入。请核对，或先办理该户的减少成员、停保。`
    return { ...about, message }
  }
  if (!person) return null
  if (person.diedOn !== null) return { ...about, message: `已于 ${person.diedOn} 登记死亡，请核对身份证号。` }
  return person.name === name ? null : { ...about, message: `该身份证号登记的姓名为“${person.name}”，请核对。` }
}
