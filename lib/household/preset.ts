import { CATEGORY_GROUPS } from './codes'

/** The three entries of the menu: the same list, with 对象类型 and 在保 preset. */
export const HOUSEHOLD_PRESETS = {
  dibao: { label: '低保', categories: CATEGORY_GROUPS.dibao },
  tekun: { label: '特困', categories: CATEGORY_GROUPS.tekun },
  dibian: { label: '低边', categories: CATEGORY_GROUPS.dibian },
} as const

export type HouseholdPreset = keyof typeof HOUSEHOLD_PRESETS

const PRESETS = Object.keys(HOUSEHOLD_PRESETS) as HouseholdPreset[]

/** The list's address with a preset. */
export function hrefOfPreset(preset: HouseholdPreset): string {
  const search = new URLSearchParams({ category: HOUSEHOLD_PRESETS[preset].categories.join(','), status: 'ACTIVE' })
  return `/households?${search}`
}

/** Which preset the value of the filter 对象类型 amounts to; null for any other choice. */
export function presetOf(category: string | undefined): HouseholdPreset | null {
  return PRESETS.find((preset) => HOUSEHOLD_PRESETS[preset].categories.join(',') === category) ?? null
}
